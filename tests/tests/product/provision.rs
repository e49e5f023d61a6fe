//! An operator sets up an installation from nothing: key ring, tables, agencies, first administrator, an
//! officer; then the single-server edition serves them.

use crate::audit::run_task;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use tests::stack::{Options, binaries};
use tests::{Client, Stack};

/// The server, ended when dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

type Env = Vec<(String, String)>;

/// The endpoints of a local stack, and in them a place of one's own.
async fn empty_place(stack: &Stack, dir: &std::path::Path) -> Env {
    let mut env = gateway::stack_env::of(dir, &stack.url).unwrap();
    let (_, keys) = run_task(&["keys"], &[]).await;
    for (name, value) in [
        ("TABLE_PREFIX", "new-"),
        ("BUCKET", "new-attachments"),
        ("AUDIT_BUCKET", "new-audit"),
        ("BUCKET_PUBLIC_URL", "http://127.0.0.1:1/new-attachments"),
        ("KEYS", keys.trim()),
    ] {
        env.retain(|(known, _)| known != name);
        env.push((name.to_owned(), value.to_owned()));
    }
    env
}

/// Starts the server on a free port. Its origin must be known before, so the port is looked for here, and
/// looked for again if another program takes it in between.
fn serve(env: &Env) -> (Server, String) {
    for _ in 0..5 {
        let free = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let origin = format!("http://{free}");
        let services = [
            ("LISTEN", free.to_string()),
            ("PUBLIC_ORIGIN", origin.clone()),
            ("SMS_URL", "http://127.0.0.1:1/".to_owned()),
            ("SMS_TOKEN", "none".to_owned()),
            ("RUST_LOG", "error".to_owned()),
        ];
        let mut command = Command::new(binaries().join("server"));
        command
            .envs(env.iter().map(|(name, value)| (name, value)))
            .envs(services);
        let mut server = Server(command.stdout(Stdio::piped()).spawn().unwrap());
        let mut line = String::new();
        BufReader::new(server.0.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        if line.trim_end() == format!("ready {origin}") {
            return (server, origin);
        }
    }
    panic!("the server does not start")
}

/// What a task printed after a word.
fn after<'a>(words: &'a str, label: &str) -> &'a str {
    let line = words.lines().find_map(|line| line.strip_prefix(label));
    line.unwrap_or_else(|| panic!("no {label} in {words}")).trim()
}

/// Logs in with what was printed when the officer was entered.
async fn login(origin: &str, username: &str, printed: &str) -> tests::Page {
    let client = Client::new(origin);
    let secret = services::totp::TotpSecret::from_base32(after(printed, "authenticator ")).unwrap();
    let code = secret.code(domain::time::Clock::system().now());
    let page = client.get("/staff/login").await;
    let values = [
        ("username", username),
        ("password", after(printed, "first password ")),
        ("totp", code.as_str()),
    ];
    client.submit(&page, "/staff/login", &values).await
}

/// What a file says of how to reach an agency is entered again when it changes; what an administrator has written stays
/// unless it is asked to be replaced.
async fn contacts_of_the_file(env: &Env, dir: &std::path::Path, file: &std::path::Path) {
    let store = crate::audit::store_in(env);
    let code = "370100-xfj".parse().unwrap();
    let phone = async || store.agency(&code).await.unwrap().unwrap().contact.phone;
    assert_eq!(phone().await, "0531-00000001");
    let path = file.to_str().unwrap();
    let give = |phone: &str| {
        let line = format!(r#"{{"code":"370100-xfj","contact":{{"phone":"{phone}"}}}}"#);
        std::fs::write(file, line).unwrap();
    };
    give("0531-00000002");
    let (well, printed) = run_task(&["provision", "--env", "--agencies", path], env).await;
    assert!(well && printed.contains("contacts changed 1"), "{printed}");
    assert_eq!(phone().await, "0531-00000002");

    let agency = store.agency(&code).await.unwrap().unwrap();
    let mut written = agency.contact.clone();
    written.phone = "12345".to_owned();
    let by = domain::settings::Changed {
        at: domain::time::Clock::system().now(),
        by: "周敏".to_owned(),
    };
    store.save_contact(&agency, written, Some(by)).await.unwrap();
    let (well, printed) = run_task(&["provision", "--env", "--agencies", path], env).await;
    assert!(
        well && printed.contains("contact kept     370100-xfj"),
        "{printed}"
    );
    assert_eq!(phone().await, "12345");
    let replace = ["provision", "--env", "--agencies", path, "--replace-contacts"];
    let (well, printed) = run_task(&replace, env).await;
    assert!(well && printed.contains("contacts changed 1"), "{printed}");
    assert_eq!(phone().await, "0531-00000002");
    // A file without contacts touches none.
    let (well, printed) = run_task(&["provision", "--env"], env).await;
    assert!(well && printed.contains("contacts changed 0"), "{printed}");

    let bad = dir.join("bad.jsonl");
    std::fs::write(
        &bad,
        "\n{\"code\":\"370100-xfj\",\"contact\":{\"phone\":\"白天\"}}",
    )
    .unwrap();
    let (well, printed) = run_task(&["provision", "--env", "--agencies", bad.to_str().unwrap()], env).await;
    assert!(
        !well && printed.contains("line 2") && printed.contains("contact.phone"),
        "{printed}"
    );
    assert_eq!(phone().await, "0531-00000002");
}

#[tokio::test(flavor = "multi_thread")]
async fn journey_of_an_operator_from_an_empty_store_to_officers_who_log_in() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(dir.path().to_owned()),
        ..Options::default()
    };
    let stack = Stack::with(options).await;
    let env = empty_place(&stack, dir.path()).await;

    let file = dir.path().join("agencies.jsonl");
    std::fs::write(
        &file,
        concat!(
            r#"{"code":"370102-zjj","name":"济南市历下区住房和城乡建设局","short_name":"历下区住建局","kind":"department","parent":"370102-xfj"}"#,
            "\n",
            r#"{"code":"370100-xfj","contact":{"phone":"0531 0000 0001","address":"济南市示范路 1 号"}}"#,
        ),
    )
    .unwrap();
    let path = file.clone();
    let file = file.to_str().unwrap();
    let all = [
        "provision",
        "--env",
        "--agencies",
        file,
        "--admin",
        "guanliyuan",
        "--name",
        "周敏",
    ];
    let (well, printed) = run_task(&all, &env).await;
    assert!(well && printed.contains("tables made      6"), "{printed}");
    assert!(printed.contains("buckets made     2"), "{printed}");

    // Again: nothing is made twice, and nobody's password is replaced.
    let (well, again) = run_task(&all, &env).await;
    assert!(
        !well && again.contains("the username guanliyuan is taken"),
        "{again}"
    );
    assert!(
        again.contains("tables made      0") && again.contains("agencies made    0 of"),
        "{again}"
    );

    contacts_of_the_file(&env, dir.path(), &path).await;

    let officer = [
        "officer", "lixia_jd", "--env", "--name", "孙倩", "--role", "handler", "--agency",
    ];
    let (well, nowhere) = run_task(&[&officer[..], &["370102-none"]].concat(), &env).await;
    assert!(
        !well && nowhere.contains("there is no agency 370102-none"),
        "{nowhere}"
    );
    let (well, entered) = run_task(&[&officer[..], &["370102-zjj"]].concat(), &env).await;
    assert!(well, "{entered}");

    let (_server, origin) = serve(&env);
    let home = login(&origin, "guanliyuan", &printed).await;
    assert_eq!(home.path, "/staff", "{}", home.main());
    let desk = login(&origin, "lixia_jd", &entered).await;
    assert!(
        desk.path == "/staff" && desk.body.contains("孙倩"),
        "{}",
        desk.main()
    );
    assert_eq!(Client::new(&origin).get("/").await.status, 200);

    let (well, checked) = run_task(&["check", "--env"], &env).await;
    assert!(well && checked.contains("every invariant holds"), "{checked}");
    assert!(checked.contains("audit entries       2 in 2 chains"), "{checked}");
}
