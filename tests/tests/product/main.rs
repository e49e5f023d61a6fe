//! The product as its people meet it, one test binary. Tests whose names begin with `journey` also run
//! against another implementation of DynamoDB and S3.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod access;
mod account_access;
mod account_pages;
mod account_reset;
mod account_username;
mod accounts;
mod accusation;
mod agencies;
mod alert;
mod approvals;
mod approvals_entered;
mod approvals_kept;
mod assign;
mod audit;
mod batch_transfer;
mod browser;
mod citizen;
mod clock;
mod dedupe;
mod drafts;
mod endings;
mod infra;
mod intake_list;
mod interviews;
mod joint;
mod journey;
mod lambda;
mod letters;
mod material;
mod messages;
mod messages_given_up;
mod notices;
mod now;
mod officer;
mod overtaken;
mod pages;
mod provision;
mod rating;
mod registering;
mod rights;
mod security;
mod sender;
mod settings;
mod showcase;
mod slip;
mod step_messages;
mod suggestion;
mod suggestions;
mod suspension;
mod switches;
mod uploads;
mod visits;
