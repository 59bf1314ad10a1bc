//! Signing in and staying signed in (登录与会话): guesses, ends, planted secrets, forms from elsewhere.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use people::Accounts;
use people::account::Command;
use testkit::sample::{administrator, recorded};
use testkit::{Fresh, for_each_store};

use crate::people::{PASSWORD, open, peopled};
use crate::story::RUNNING;
use crate::visit::{Answer, Browser, Served, hidden, serve, serve_site, site, words};

const SIGN_IN: (&str, &str) = ("/sign-in", "/sign-in");

fn clock() -> Arc<Mutex<Timestamp>> {
    Arc::new(Mutex::new(RUNNING.parse().expect("a real time")))
}

fn later(clock: &Mutex<Timestamp>, by: SignedDuration) {
    *clock.lock().expect("nobody holds it") += by;
}

fn try_in(served: &Served, name: &str, password: &str) -> (u16, String) {
    let fields = [("name", name), ("password", password)];
    let answer = Browser::of(served).fill(SIGN_IN, &fields);
    (answer.status, words(&answer.body).replace(name, "NAME"))
}

#[test]
fn an_unknown_account_and_a_wrong_password_are_answered_alike_and_five_failures_wait() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let wrong = try_in(&served, "clerk", "guess 1234");
    assert_eq!(wrong.0, 422);
    assert!(wrong.1.contains("登录名或口令不正确"), "{}", wrong.1);
    assert_eq!(try_in(&served, "nobody", "guess 1234"), wrong);
    for _ in 0..4 {
        assert_eq!(try_in(&served, "clerk", "guess 1234").0, 422);
        assert_eq!(try_in(&served, "nobody", "guess 1234").0, 422);
    }
    let known = try_in(&served, "clerk", PASSWORD);
    assert_eq!(known.0, 429, "even the right one waits now");
    assert_eq!(try_in(&served, "nobody", PASSWORD), known);
    assert_eq!(try_in(&served, "reviewer", PASSWORD).0, 303);
}

#[test]
fn a_session_ends_when_it_is_idle_and_after_eight_hours_at_the_latest() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let now = clock();
    let served = serve_site(site(&store, now.clone()));
    for (name, idle) in [("clerk", 15), ("li", 30)] {
        let mut browser = Browser::of(&served);
        browser.sign_in(name, PASSWORD);
        later(&now, SignedDuration::from_secs(idle * 60 - 1));
        assert_eq!(browser.get("/me").status, 200, "{name}");
        later(&now, SignedDuration::from_secs(idle * 60 - 1));
        assert_eq!(browser.get("/me").status, 200, "{name} was seen meanwhile");
        later(&now, SignedDuration::from_mins(idle));
        let over = browser.get("/me");
        assert_eq!((over.status, over.header("location").as_str()), (303, "/sign-in?back=%2Fme"));
    }
    let mut busy = Browser::of(&served);
    busy.sign_in("clerk", PASSWORD);
    for _ in 0..47 {
        later(&now, SignedDuration::from_mins(10));
        assert_eq!(busy.get("/me").status, 200);
    }
    later(&now, SignedDuration::from_mins(10));
    assert_eq!(busy.get("/me").status, 303, "eight hours are over");
}

/// Types a project into the form of its registration, and sends it when the session is over.
fn sent_too_late(browser: &mut Browser, now: &Mutex<Timestamp>, change: (&str, &str)) -> Answer {
    let page = browser.get("/my/registration").body;
    let (token, command) = (hidden(&page, "token"), hidden(&page, "command"));
    later(now, SignedDuration::from_mins(31));
    let mut fields = vec![
        ("token", token.as_str()),
        ("command", command.as_str()),
        ("from", "/my/registration"),
        ("title", "年产8万吨差别化纤维项目"),
        ("scale", "厂房三幢"),
        ("policy", "yes"),
        ("password", "never kept"),
    ];
    fields.retain(|(name, _)| *name != change.0);
    fields.push(change);
    browser.post("/my/registration", &fields)
}

#[test]
fn what_was_typed_when_a_session_ended_is_there_again_for_its_own_account_alone() {
    for_each_store(|fresh| {
        let store = fresh.open();
        let zone = peopled(&store);
        let now = clock();
        let served = serve_site(site(&store, now.clone()));
        let mut li = Browser::of(&served);
        li.sign_in("li", PASSWORD);
        let size = zone.size();
        let answer = sent_too_late(&mut li, &now, ("nature", "extension"));
        let to = answer.header("location");
        assert_eq!(answer.status, 303);
        assert_eq!(to, "/sign-in?back=%2Fmy%2Fregistration%3Ftyped%3D1");
        // What is over is swept out of the drawer; what was typed is not over yet.
        store.sweep("jiashan", *now.lock().expect("it is free")).expect("it is swept");
        let mut other = Browser::of(&served);
        other.cookies = li.cookies.clone();
        let fields = [("name", "clerk"), ("password", PASSWORD)];
        assert_eq!(other.fill((&to, &to), &fields).status, 303);
        for page in ["/my/registration?typed=1", "/me?typed=1"] {
            assert!(!other.get(page).body.contains("差别化纤维"), "it is not the clerk's");
        }
        let fields = [("name", "li"), ("password", PASSWORD)];
        let back = li.fill((&to, &to), &fields).header("location");
        assert_eq!(back, "/my/registration?typed=1");
        let page = li.get(&back).body;
        for said in ["value=\"年产8万吨差别化纤维项目\"", "厂房三幢</textarea>", "尚未提交"]
        {
            assert!(page.contains(said), "{said}: {}", words(&page));
        }
        assert!(page.contains("option value=\"extension\" selected"), "{}", words(&page));
        assert!(!page.contains("never kept"));
        assert!(li.get(&format!("{back}&lang=en")).body.contains("It was not sent"));
        assert!(!li.get("/my/registration").body.contains("差别化纤维"), "only where asked for");
        let kept = store.kept("jiashan", "unsent", "account:li").expect("it reads");
        let kept = String::from_utf8(kept.expect("it is there").body).expect("it is text");
        assert!(!kept.contains("never kept"), "{kept}");
        assert_eq!(zone.size(), size, "nothing was recorded");
        later(&now, SignedDuration::from_mins(29));
        assert!(!li.get("/me").body.contains("差别化纤维"));
        for _ in 0..2 {
            later(&now, SignedDuration::from_mins(16));
            assert_eq!(li.get("/me").status, 200);
        }
        assert!(!li.get(&back).body.contains("差别化纤维"), "an hour has passed");
    });
}

#[test]
fn nothing_is_kept_of_a_form_that_this_site_did_not_show() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let now = clock();
    let served = serve_site(site(&store, now.clone()));
    let kept = || store.kept("jiashan", "unsent", "account:li").expect("it reads");
    let forged = "0".repeat(64);
    for change in [("token", ""), ("token", forged.as_str())] {
        let mut li = Browser::of(&served);
        li.sign_in("li", PASSWORD);
        let answer = sent_too_late(&mut li, &now, change);
        assert_eq!(answer.header("location"), "/sign-in?back=%2F", "{change:?}");
        assert!(kept().is_none(), "{change:?}");
    }
    let mut li = Browser::of(&served);
    li.sign_in("li", PASSWORD);
    let token = hidden(&li.get("/my/registration").body, "token");
    later(&now, SignedDuration::from_mins(31));
    let fields = [("token", token.as_str()), ("from", "/my/registration"), ("title", "伪造")];
    let cross = [("sec-fetch-site", "cross-site")];
    assert_eq!(li.post_from("/my/registration", &fields, &cross).status, 303);
    assert!(kept().is_none(), "another site sent it");
    let away = [("token", token.as_str()), ("from", "//example.org/"), ("title", "外站")];
    assert_eq!(li.post("/my/registration", &away).header("location"), "/sign-in?back=%2F");
    let mut stranger = Browser::of(&served);
    stranger.cookies.insert("kaiyuan-session".into(), "1".repeat(64));
    assert_eq!(stranger.post("/my/registration", &fields).status, 303);
    assert!(!store.kept_of("jiashan", "unsent", "account:li").expect("it reads").is_empty());
}

#[test]
fn a_planted_secret_is_worth_nothing_and_signing_out_ends_the_session() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut victim = Browser::of(&served);
    let planted = "0".repeat(64);
    victim.cookies.insert("kaiyuan-session".into(), planted.clone());
    victim.sign_in("clerk", PASSWORD);
    let secret = victim.cookies["kaiyuan-session"].clone();
    assert_ne!(secret, planted);
    let mut attacker = Browser::of(&served);
    attacker.cookies.insert("kaiyuan-session".into(), planted);
    assert_eq!(attacker.get("/me").status, 303);
    let kept = store.kept_of("jiashan", "session", "account:clerk").expect("the drawer is read");
    let told = format!("{kept:?}");
    assert!(kept.len() == 1 && !told.contains(&secret), "the drawer keeps a hash");
    let out = victim.fill(("/me", "/sign-out"), &[]);
    assert_eq!((out.status, out.header("clear-site-data").as_str()), (303, "\"cache\""));
    let mut thief = Browser::of(&served);
    thief.cookies.insert("kaiyuan-session".into(), secret);
    assert_eq!(thief.get("/me").status, 303, "the secret opens nothing any more");
}

#[test]
fn what_an_account_loses_it_loses_at_the_next_request() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut clerk = Browser::of(&served);
    clerk.sign_in("clerk", PASSWORD);
    assert_eq!(clerk.get("/people/enterprises").status, 200);
    let (office, post) = ("window".to_owned(), "clerk".to_owned());
    let relieve = Command::Relieve { office, post, reason: "轮岗".into() };
    recorded(zone.ask::<Accounts>(administrator(), "account:clerk", relieve));
    assert_eq!(clerk.get("/people/enterprises").status, 403);
    assert_eq!(clerk.get("/me").status, 200);
    let disable = Command::Disable { reason: "离职".into() };
    recorded(zone.ask::<Accounts>(administrator(), "account:clerk", disable));
    assert_eq!(clerk.get("/me").status, 303);
    let (status, said) = try_in(&served, "clerk", PASSWORD);
    assert!(status == 403 && said.contains("该账号已停用"), "{status} {said}");
}

#[test]
fn a_changed_or_reset_password_ends_every_other_session() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let (mut here, mut there) = (Browser::of(&served), Browser::of(&served));
    here.sign_in("clerk", PASSWORD);
    there.sign_in("clerk", PASSWORD);
    let page = ("/me/password", "/me/password");
    let wrong = [("old", "guess 1234"), ("new", "huai shu 7"), ("again", "huai shu 7")];
    let answer = here.fill(page, &wrong);
    assert!(answer.status == 422 && answer.body.contains("id=\"old-wrong\""));
    let right = [("old", PASSWORD), ("new", "huai shu 7"), ("again", "huai shu 7")];
    assert_eq!(here.fill(page, &right).status, 303);
    assert_eq!((here.get("/me").status, there.get("/me").status), (200, 303));
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    let reset = [("password", "first-2026")];
    let one = ("/people/accounts/clerk", "/people/accounts/clerk/password");
    assert_eq!(root.fill(one, &reset).status, 303);
    assert_eq!(here.get("/me").status, 303);
    let mut again = Browser::of(&served);
    again.sign_in("clerk", "first-2026");
    assert_eq!(again.get("/people/enterprises").header("location"), "/me/password");
}

#[test]
fn a_form_from_elsewhere_is_turned_away() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let zone = peopled(&store);
    let served = serve(&store, RUNNING);
    let mut root = Browser::of(&served);
    root.sign_in("root", PASSWORD);
    let size = zone.size();
    let token = hidden(&root.get("/people/accounts").body, "token");
    let fields = |token: &str| {
        let pairs = [("name", "zhao"), ("person", "赵一"), ("password", "first-2026")];
        let mut fields: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        fields.push(("token".into(), token.into()));
        fields
    };
    let mut other = Browser::of(&served);
    let foreign = hidden(&other.get("/sign-in").body, "token");
    let good = token.as_str();
    for (token, head) in [
        ("", vec![]),
        (foreign.as_str(), vec![]),
        (good, vec![("origin", "https://example.org")]),
        (good, vec![("origin", "null")]),
        (good, vec![("sec-fetch-site", "cross-site")]),
        (good, vec![("sec-fetch-site", "same-site")]),
    ] {
        let fields = fields(token);
        let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = root.post_from("/people/accounts", &fields, &head);
        assert!(answer.status == 403 && answer.body.contains("表单已失效"), "{head:?}");
    }
    assert_eq!(zone.size(), size, "nothing was recorded");
    let fields = fields(good);
    let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let head = [("origin", "http://test"), ("sec-fetch-site", "same-origin")];
    assert_eq!(root.post_from("/people/accounts", &fields, &head).status, 303);
}

#[test]
fn behind_tls_cookies_are_bound_to_the_host_and_back_leads_nowhere_else() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    let mut zone = peopled(&store);
    open(&mut zone, "nobody-yet", None);
    let mut of = site(&store, clock());
    of.is_behind_tls = true;
    let served = serve_site(of);
    let mut browser = Browser::of(&served);
    let page = "/sign-in?back=%2Fpeople%2Fposts";
    let fields = [("name", "root"), ("password", PASSWORD)];
    let answer = browser.fill((page, page), &fields);
    assert_eq!(answer.header("location"), "/people/posts");
    let cookie = answer.header("set-cookie");
    for said in ["__Host-kaiyuan-session=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(said), "{cookie}");
    }
    assert_eq!(browser.get("/people/posts").header("cache-control"), "no-store");
    let away = "/sign-in?back=%2F%2Fexample.org%2F";
    let mut another = Browser::of(&served);
    assert_eq!(another.fill((away, away), &fields).header("location"), "/me");
    let mut none = Browser::of(&served);
    none.sign_in("nobody-yet", PASSWORD);
    assert!(words(&none.get("/me").body).contains("没有任何身份"));
}

#[test]
fn strangers_from_one_address_send_sixty_forms_and_then_wait() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let served = serve(&store, RUNNING);
    let mut browser = Browser::of(&served);
    let token = hidden(&browser.get("/hall/tickets").body, "token");
    let fields = [("token", token.as_str()), ("number", "")];
    let before = store.size("jiashan").expect("a size");
    let from_afar = [("x-forwarded-for", "192.0.2.1")];
    let mut draw = |from: &[(&str, &str)]| browser.post_from("/hall/tickets/draws", &fields, from);
    for _ in 0..60 {
        assert_eq!(draw(&from_afar).status, 422, "what is wrong with it is told");
    }
    let too_often = draw(&from_afar);
    assert_eq!((too_often.status, too_often.header("retry-after").as_str()), (429, "30"));
    assert!(words(&too_often.body).contains("提交过于频繁"));
    assert_eq!(draw(&[("x-forwarded-for", "192.0.2.2")]).status, 422, "another address");
    assert_eq!(draw(&[]).status, 422, "the machine itself");
    assert_eq!(store.size("jiashan").expect("a size"), before);
    browser.sign_in("clerk", PASSWORD);
    let token = hidden(&browser.get("/hall/tickets").body, "token");
    let fields = [("token", token.as_str()), ("number", "")];
    let known = browser.post_from("/hall/tickets/draws", &fields, &from_afar);
    assert_ne!(known.status, 429, "who is known has no such limit");
}

#[test]
fn roles_are_one_click_away_in_the_demo_and_on_this_machine_only() {
    let fresh = Fresh::sqlite();
    let store = fresh.open();
    peopled(&store);
    let mut of = site(&store, clock());
    of.is_demo = true;
    let served = serve_site(of);
    let mut browser = Browser::of(&served);
    let page = browser.get("/").body;
    let token = hidden(&page, "token");
    let clerk = "clerk officer:window/clerk";
    assert!(page.contains(&format!("value=\"{clerk}\"")));
    let fields = [("token", token.as_str()), ("role", clerk)];
    let from_afar = [("x-forwarded-for", "192.0.2.1")];
    assert_eq!(browser.post_from("/demo/role", &fields, &from_afar).status, 404);
    assert_eq!(browser.post("/demo/role", &fields).header("location"), "/todo");
    assert_eq!(browser.get("/people/enterprises").status, 200);
    let page = browser.get("/").body;
    let token = hidden(&page, "token");
    let unheld = [("token", token.as_str()), ("role", "clerk officer:planning/reviewer")];
    browser.post("/demo/role", &unheld);
    assert_eq!(browser.get("/people/enterprises").status, 403, "a capacity it has not is none");
    let ordinary = serve(&store, RUNNING);
    assert!(!ordinary.page("/").contains("/demo/role"));
}
