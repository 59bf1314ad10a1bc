//! Figures for those who run the installation (监控指标), in the OpenMetrics text form.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// What is counted (计数器).
pub struct Meters {
    registry: Registry,
    requests: Family<Answered, Counter>,
    entries: Gauge,
    trouble: Gauge,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

impl Meters {
    /// All at zero.
    pub fn new() -> Meters {
        let mut registry = Registry::with_prefix("kaiyuan");
        let requests = Family::<Answered, Counter>::default();
        let (entries, trouble) = (Gauge::default(), Gauge::default());
        registry.register(
            "http_requests",
            "Requests answered, by route and status",
            requests.clone(),
        );
        registry.register("ledger_entries", "Entries in the zone's ledger", entries.clone());
        registry.register("ledger_trouble", "1 while writing waits or is over", trouble.clone());
        Meters { registry, requests, entries, trouble }
    }

    /// Counts an answer.
    pub fn answered(&self, route: &str, status: u16) {
        self.requests.get_or_create(&Answered { route: route.into(), status }).inc();
    }

    /// Everything, as text.
    pub fn answer(&self, entries: u64, is_troubled: bool) -> Response {
        self.entries.set(i64::try_from(entries).unwrap_or(i64::MAX));
        self.trouble.set(i64::from(is_troubled));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string cannot fail");
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    }
}
