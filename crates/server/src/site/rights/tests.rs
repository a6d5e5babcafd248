//! What the visitor is known by is on the page of what is held, and let go with one press; nobody else's is.

use super::*;
use crate::site::stage::{OPENED, doors};
use crate::site::{cookies, data};
use app::{Choice, Grounds, Link, PersonFacts};
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::{Request, StatusCode, header};
use domain::{Evidence, Identifier, IdentifierKind, Rung, SubjectId};

/// Somebody who chose, and whom the shop knows by an address.
fn known(doors: &Doors, name: &str) -> (SubjectId, LinkId) {
    let who = SubjectId::parse(name).unwrap();
    let evidence = Evidence { notice: "v1".to_owned(), how: "a button".to_owned() };
    let grounds = Grounds { evidence, facts: PersonFacts::default(), snapshot: None };
    doors.shop().choose(OPENED, &who, Choice { rung: Rung::Personal, teach: false }, &grounds).unwrap();
    let identifier = Identifier::parse(IdentifierKind::Contact, &format!("{name}@example.org")).unwrap();
    let linked = doors.shop().link(OPENED, &who, &Link { identifier, verified: None }, false).unwrap();
    (who, linked.id)
}

fn asked(doors: &Doors, who: &SubjectId, form: Option<&str>) -> Request<Body> {
    let cookie = cookies::session(doors, who, false).unwrap();
    let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
    let request = Request::builder().uri("/data").header(header::COOKIE, cookie);
    match form {
        None => request.body(Body::empty()).unwrap(),
        Some(form) => {
            let request = request.method("POST").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header(header::CONTENT_LENGTH, form.len()).body(Body::from(form.to_owned())).unwrap()
        }
    }
}

async fn page(doors: &Doors, who: &SubjectId) -> String {
    let (mut parts, _) = asked(doors, who, None).into_parts();
    let visit = Visit::from_request_parts(&mut parts, doors).await.ok().unwrap();
    let response = data::show(State(doors.clone()), visit).await.ok().unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn let_go(doors: &Doors, who: &SubjectId, link: &str) -> StatusCode {
    let sent = Sent::from_request(asked(doors, who, Some(&format!("link={link}"))), doors).await.ok().unwrap();
    match unlink(State(doors.clone()), sent).await {
        Ok(response) => response.status(),
        Err(problem) => problem.status(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identifier_is_let_go_with_one_press_by_whose_it_is() {
    let doors = doors();
    let ((anna, link), (ben, _)) = (known(&doors, "anna"), known(&doors, "ben"));
    let link = link.to_string();
    assert!(page(&doors, &anna).await.contains("anna@example.org"));
    assert!(page(&doors, &anna).await.contains(&format!("name=\"link\" value=\"{link}\"")));
    assert_eq!(let_go(&doors, &ben, &link).await, StatusCode::NOT_FOUND, "somebody else's is not found");
    assert_eq!(let_go(&doors, &anna, "nonsense").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(let_go(&doors, &anna, &link).await, StatusCode::SEE_OTHER);
    assert!(!page(&doors, &anna).await.contains("anna@example.org"));
    assert_eq!(let_go(&doors, &anna, &link).await, StatusCode::NOT_FOUND, "it is gone");
    let identifier = Identifier::parse(IdentifierKind::Contact, "anna@example.org").unwrap();
    assert_eq!(doors.shop().whose(OPENED.plus(20), &identifier).unwrap(), None, "whoever comes with it is a stranger");
}
