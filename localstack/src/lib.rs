//! The gateway: every function in one process, behind one address, as API Gateway puts them together
//! in the cloud. The local stack and the `server` binary (single-server edition) are this library with
//! different endpoints; it links no embedded engine.

pub mod api_gateway;
pub mod dispatch;
pub mod proxy;
pub mod reference;
pub mod runtime_api;
pub mod serve;
pub mod stack_env;
pub mod tables;
pub mod template;
pub mod ticks;
