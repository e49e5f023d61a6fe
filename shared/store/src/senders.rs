//! 更正来信人、来访人: who stands behind a petition lies in its text, in its header (for lists and messages), in the claim of
//! its query code (whose names open it), and in the index of dedupe. What is corrected is corrected in all of them by the
//! transaction of the step. Letters stay as they were issued. Must not decide what may be corrected
//! ([`domain::correction`] does).

use crate::cases::{Detail, sealed_item};
use crate::client::{Item, Store, Table, read, s};
use crate::error::{Result, StoreError};
use crate::filing::CodeClaim;
use crate::head::{Head, SealedField, seal};
use crate::keys::{self, Key};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};
use domain::contact::normalise_name;
use domain::ids::PetitionId;
use domain::query_code::QueryCode;
use services::keys::KeyRing;

/// The names that open a petition by its query code: everybody who speaks for it.
fn names(detail: &Detail) -> impl Iterator<Item = &str> {
    let others = detail.co_petitioners.iter().map(|person| person.name.as_str());
    std::iter::once(detail.petitioner.name.as_str()).chain(others)
}

/// The keyed hashes of a number that messages go to, under every version of the key, the current one first.
pub(crate) fn reached(keys: &KeyRing, number: &str) -> Vec<String> {
    keys.blind_all("reached", number)
}

/// What a claim of a query code says, against the text of its petition: why not, if it does not open it to exactly those
/// who speak for it.
///
/// # Errors
/// [`StoreError::Corrupt`] if the item cannot be read.
pub fn claim_breach(keys: &KeyRing, claim: Item, detail: &Detail) -> Result<Option<&'static str>> {
    let claim: CodeClaim = read(claim)?;
    let known: Vec<Vec<String>> = names(detail)
        .map(|name| keys.blind_all("petitioner-name", &normalise_name(name)))
        .collect();
    if claim.names.len() != known.len() {
        return Ok(Some(
            "its query code opens to more or fewer names than speak for it",
        ));
    }
    let each = known
        .iter()
        .all(|name| claim.names.iter().any(|one| name.contains(one)));
    Ok((!each).then_some("its query code does not open to a name that speaks for it"))
}

/// What the header says of the petitioner, against the text: why not, if they differ.
///
/// # Errors
/// [`StoreError::Corrupt`] if a seal does not open.
pub fn header_breach(keys: &KeyRing, head: &Head, detail: &Detail) -> Result<Option<&'static str>> {
    let person = &detail.petitioner;
    let mobile = match &head.mobile {
        Some(_) => Some(head.open(keys, SealedField::Mobile)?),
        None => None,
    };
    Ok(match () {
        () if head.anonymous != person.anonymous => {
            Some("its header and its text differ on whether it is anonymous")
        }
        () if head.open(keys, SealedField::Name)? != person.name => Some("its header names somebody else"),
        () if head
            .reached
            .as_ref()
            .is_some_and(|hash| !reaches(keys, hash, person.mobile.as_deref())) =>
        {
            Some("its header keeps messages from the number of its petitioner")
        }
        () if mobile != person.mobile => Some("its messages go to another number than its petitioner's"),
        () => None,
    })
}

fn reaches(keys: &KeyRing, hash: &String, number: Option<&str>) -> bool {
    number.map_or(hash.is_empty(), |number| reached(keys, number).contains(hash))
}

impl Store {
    /// The writes that put who stands behind a petition right; `next` is given what its header has of them.
    pub(crate) async fn tx_sender(&self, next: &mut Head, detail: &Detail) -> Result<Vec<TransactWriteItem>> {
        let id = next.petition.id;
        let person = &detail.petitioner;
        if person.anonymous != next.anonymous {
            return Err(StoreError::Corrupt("a correction names nobody".to_owned()));
        }
        let code = next.open(&self.keys, SealedField::Code)?;
        let code = QueryCode::parse(&code).map_err(|_| StoreError::Corrupt("query code".to_owned()))?;
        let claim = self.claim_of(&code, id).await?;
        let before = next
            .mobile
            .as_ref()
            .map(|_| next.open(&self.keys, SealedField::Mobile));
        if before.transpose()? != person.mobile {
            let number = person.mobile.as_deref();
            next.reached = Some(number.map_or_else(String::new, |number| self.keys.blind("reached", number)));
        }
        next.name = seal(&self.keys, id, "name", &person.name)?;
        let mobile = person.mobile.as_ref();
        next.mobile = mobile
            .map(|number| seal(&self.keys, id, "mobile", number))
            .transpose()?;
        let names = names(detail).map(|name| s(self.name_blind(name))).collect();
        let text = sealed_item(&self.keys, id, &keys::detail(id), "detail", detail)?;
        Ok(vec![
            self.tx_put(Table::Petitions, text, false)?,
            self.tx_update(
                Table::Petitions,
                &claim,
                "SET #names = :names",
                Some("#petition = :petition"),
                vec![
                    ("#names", s("names")),
                    ("#petition", s("petition")),
                    (":names", AttributeValue::L(names)),
                    (":petition", s(id.to_string())),
                ],
            )?,
        ])
    }

    /// Where the claim of a query code lies: under the version of the key that it was made with.
    async fn claim_of(&self, code: &QueryCode, id: PetitionId) -> Result<Key> {
        let places: Vec<Key> = self
            .keys
            .blind_all("query-code", code.as_str())
            .iter()
            .map(|blind| keys::query_code(blind))
            .collect();
        let wanted: Vec<_> = places.iter().map(|key| (Table::Petitions, key.clone())).collect();
        for (key, found) in places.into_iter().zip(self.get_many(&wanted).await?) {
            let claim: Option<CodeClaim> = found.map(read).transpose()?;
            if claim.is_some_and(|claim| claim.petition == id) {
                return Ok(key);
            }
        }
        Err(StoreError::Corrupt("a petition without a query code".to_owned()))
    }
}
