//! The harness of the product's black-box tests: starts the real local stack, and acts on it as people
//! do, through pages and forms, without scripts. Knows no internals of the product.

pub mod page;
pub mod people;
pub mod stack;

pub use page::{Client, Page};
pub use people::{Citizen, Officer};
pub use stack::Stack;
