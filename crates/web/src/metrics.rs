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
    free: Gauge,
    backup: Gauge,
}

/// How the ledger stands when the figures are asked for (台账现状).
pub struct Standing {
    /// Its entries.
    pub entries: u64,
    /// Does writing wait?
    pub is_troubled: bool,
    /// Free bytes on the disk of the data folder, where they are known.
    pub free_bytes: Option<u64>,
    /// When the last backup was begun, in seconds since 1970.
    pub backup_at: Option<i64>,
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
        let [entries, trouble, free, backup] = std::array::from_fn(|_| Gauge::default());
        registry.register(
            "http_requests",
            "Requests answered, by route and status",
            requests.clone(),
        );
        registry.register("ledger_entries", "Entries in the zone's ledger", entries.clone());
        registry.register("ledger_trouble", "1 while writing waits or is over", trouble.clone());
        let what = "Free bytes on the disk of the data folder; -1 where unknown";
        registry.register("disk_free_bytes", what, free.clone());
        let what = "When the last backup was begun, in seconds since 1970; -1 where none was made";
        registry.register("last_backup_seconds", what, backup.clone());
        Meters { registry, requests, entries, trouble, free, backup }
    }

    /// Counts an answer.
    pub fn answered(&self, route: &str, status: u16) {
        self.requests.get_or_create(&Answered { route: route.into(), status }).inc();
    }

    /// Everything, as text.
    pub fn answer(&self, standing: &Standing) -> Response {
        let figure = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.entries.set(figure(standing.entries));
        self.trouble.set(i64::from(standing.is_troubled));
        self.free.set(standing.free_bytes.map_or(-1, figure));
        self.backup.set(standing.backup_at.unwrap_or(-1));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string cannot fail");
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    }
}
