//! 案例选登 for the officers: the lists, choosing a case, the case with its history and what can be done, the editor
//! with what it has found, asking the petitioner, and the steps that need words.

pub mod choose;
pub mod edit;
pub mod list;
pub mod show;
pub mod steps;
