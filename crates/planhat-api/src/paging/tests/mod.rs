//! The way through a list, against a model of servers: those that do as documented, and those that
//! cap, ignore or change in between.

mod properties;
mod shown;
mod walks;
mod world;
