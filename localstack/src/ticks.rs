//! Work in the background of the single process: delivering messages, indexing what was filed, checking uploads and
//! sealing the audit chains, which in the cloud schedules and bucket events wake. Owns only the when; must not deliver or check itself.

use chrono::NaiveDate;
use services::scanner::Scanner;
use services::sms::Sms;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify, watch};
use tokio::task::JoinHandle;
use web::App;

/// Without a wake-up, work is looked for this often.
const EVERY: Duration = Duration::from_secs(1);
/// Messages taken in one go.
const MESSAGES_MAX: i32 = 25;
/// Petitions of each partition indexed in one go.
const PETITIONS_MAX: i32 = 25;

/// The background work, running.
#[derive(Debug)]
pub struct Ticks {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Ticks {
    /// Starts them; `wake` makes them look at once.
    #[must_use]
    pub fn start(app: App, sms: Sms, scanner: Option<Scanner>, wake: Arc<Notify>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (relay, filed) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let messages = {
            let (app, relay, filed) = (app.clone(), relay.clone(), filed.clone());
            tokio::spawn(every(stopped.clone(), wake, move || {
                let (app, sms, relay, filed) = (app.clone(), sms.clone(), relay.clone(), filed.clone());
                async move {
                    // One notification wakes one waiter: pass it on to the other tasks.
                    relay.notify_one();
                    filed.notify_one();
                    let site = &app.config.public_origin;
                    let delivered = notify::deliver_due(&app.store, &sms, site, app.now(), MESSAGES_MAX);
                    if let Err(error) = delivered.await {
                        tracing::error!(%error, "delivering messages failed");
                    }
                }
            }))
        };
        let matching_app = app.clone();
        let matching = tokio::spawn(every(stopped.clone(), filed, move || {
            let app = matching_app.clone();
            async move {
                if let Err(error) = matching::index_due(&app.store, app.now(), PETITIONS_MAX).await {
                    tracing::error!(%error, "indexing what was filed failed");
                }
            }
        }));
        let heads_stopped = stopped.clone();
        let uploads_app = app.clone();
        let uploads = tokio::spawn(every(stopped, relay, move || {
            let (app, scanner) = (uploads_app.clone(), scanner.clone());
            async move {
                if let Err(error) = attachments::check_pending(&app.store, scanner.as_ref(), app.now()).await
                {
                    tracing::error!(%error, "checking uploads failed");
                }
            }
        }));
        let sealed = Arc::new(Mutex::new(None));
        let heads = tokio::spawn(every(heads_stopped, Arc::new(Notify::new()), move || {
            seal_audit(app.clone(), sealed.clone())
        }));
        Self {
            stop,
            tasks: vec![messages, matching, uploads, heads],
        }
    }

    /// Ends after what is being done now.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for mut task in self.tasks {
            if tokio::time::timeout(Duration::from_secs(5), &mut task)
                .await
                .is_err()
            {
                task.abort();
            }
        }
    }
}

/// Seals the audit chains of the days before, once for each last day.
async fn seal_audit(app: App, sealed: Arc<Mutex<Option<NaiveDate>>>) {
    let last = audit::days_over(app.now()).pop();
    if *sealed.lock().await == last {
        return;
    }
    match audit::seal_days(&app.store, app.now()).await {
        Ok(_) => *sealed.lock().await = last,
        Err(error) => tracing::error!(%error, "sealing the audit chains failed"),
    }
}

/// Calls `work` at each wake-up and at least [`EVERY`], one after the other, until stopped.
async fn every<W, F>(mut stopped: watch::Receiver<bool>, wake: Arc<Notify>, work: W)
where
    W: Fn() -> F,
    F: Future<Output = ()>,
{
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            () = wake.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
        work().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::time::{Instant, timeout};

    #[tokio::test]
    async fn work_starts_at_once_when_woken_and_ends_when_stopped() {
        let (stop, stopped) = watch::channel(false);
        let (wake, done) = (Arc::new(Notify::new()), Arc::new(AtomicU32::new(0)));
        let started = Instant::now();
        wake.notify_one();
        let (finished, count) = (Arc::new(Notify::new()), done.clone());
        let (signal, woken) = (finished.clone(), wake.clone());
        let task = tokio::spawn(every(stopped, woken, move || {
            count.fetch_add(1, Ordering::SeqCst);
            signal.notify_one();
            async {}
        }));
        timeout(EVERY / 2, finished.notified()).await.unwrap();
        assert!(started.elapsed() < EVERY / 2);
        stop.send(true).unwrap();
        timeout(EVERY, task).await.unwrap().unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 1);
    }
}
