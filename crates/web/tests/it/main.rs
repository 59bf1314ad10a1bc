//! Pages as a visitor gets them: a zone filled by commands, asked over a socket, in both languages.

mod agreements;
mod answers;
mod api;
mod applicant;
mod batch;
mod crawl;
mod desk;
mod forgery;
mod hand_over;
mod held;
mod hostile;
mod injection;
mod isolation;
mod order;
mod pages;
mod papers;
mod people;
mod policy;
mod program;
mod public;
mod references;
mod sessions;
mod story;
mod tally;
mod uploads;
mod visit;
