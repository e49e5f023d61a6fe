//! Pages of administration (系统管理): what runs the installation and touches no case.

pub mod agencies;
pub mod agency;
pub mod index;
pub mod messages;
pub mod notice;
pub mod notices;
pub mod settings;
pub mod suspension;
