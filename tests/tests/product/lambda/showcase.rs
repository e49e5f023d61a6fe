//! A concluded petition told to the public by the deployed functions: each does its part with the rights it has.

use super::cloud::Cloud;
use crate::showcase::{choose, press, public, step, write};
use tests::Client;
use tests::people::Filed;

/// Chosen, asked about, written, approved, found and read by everybody, changed and withdrawn.
pub async fn told_and_withdrawn(cloud: &Cloud, filed: &Filed) {
    let (editor, approver) = (cloud.officer("anli").await, cloud.officer("anli2").await);
    let case = choose(&editor, filed).await;
    let saved = write(&editor, &case, &[]).await;
    assert!(saved.says("已经保存"), "{}", saved.main());
    let asked = step(&editor, &case, "wish", &[("answer", "agreed"), ("way", "phone")]).await;
    assert!(asked.says("已记录"), "{}", asked.main());
    assert!(press(&editor, &case, "submit").await.says("已送审"));
    assert!(
        approver
            .client
            .get("/staff/showcase?tab=waiting")
            .await
            .says("水泵坏了半年")
    );
    assert!(
        approver
            .client
            .get(&format!("{case}/preview"))
            .await
            .says("这是预览")
    );
    assert!(press(&approver, &case, "approve").await.says("已公开"));
    let visitor = Client::new(&cloud.url);
    assert!(
        visitor
            .get("/cases?q=水泵&city=370100")
            .await
            .says("水泵坏了半年")
    );
    assert!(visitor.get("/cases?category=城乡建设").await.says("水泵坏了半年"));
    assert!(visitor.get(&public(&case)).await.says("责成物业更换水泵"));
    assert!(visitor.get("/").await.says("案例公开"));
    let changed = [("outcome", "两台都换了。"), ("city", "370200")];
    write(&editor, &case, &changed).await;
    press(&editor, &case, "submit").await;
    press(&approver, &case, "approve").await;
    assert!(
        visitor
            .get("/cases?q=水泵坏了&city=370200")
            .await
            .says("两台都换了")
    );
    let gone = step(&editor, &case, "withdraw", &[("remark", "核实内容")]).await;
    assert!(gone.says("已撤下"), "{}", gone.main());
    assert_eq!(visitor.get(&public(&case)).await.status, 410);
}
