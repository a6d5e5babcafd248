//! The storefront: what is recommended and why, and the way to everything else.

use super::goods::Ground;
use super::less::Noes;
use super::visit::Visit;
use crate::pages::{self, Slate, SlateKind, Storefront};
use crate::problem::Problem;
use crate::state::Doors;
use app::Recommended;
use axum::extract::State;
use axum::response::Response;
use domain::Rung;

/// Things on the storefront.
const SHOWN: usize = 12;

/// `GET /`.
pub async fn show(State(doors): State<Doors>, visit: Visit) -> Result<Response, Problem> {
    let (answer, used) = recommend(&doors, &visit).await?;
    let goods = visit.goods(&doors);
    let ground = Ground { rung: answer.rung, receipt: Some(answer.receipt) };
    let view = Storefront {
        slate: Slate {
            kind: kind(&answer, used, visit.choice.rung),
            cards: goods.cards(&answer.slate.places, ground),
            receipt: Some(answer.receipt.to_string()),
            left_out: visit.visitor.less.len(),
        },
        departments: goods.departments(),
    };
    let frame = if visit.visitor.who.is_none() { visit.asking(&doors).await? } else { visit.frame() };
    Ok(visit.page(pages::storefront(&frame, &view)))
}

/// What is recommended, and how many of the person's data were used for it, by its receipt.
async fn recommend(doors: &Doors, visit: &Visit) -> Result<(Recommended, u32), Problem> {
    let (who, ask) = (visit.visitor.asked_as(), visit.visitor.ask(doors, doors.now()));
    let noes = Noes::of(&visit.visitor.less);
    doors
        .call(move |shop, now| {
            let answer = shop.recommend(now, &who, &ask, noes.request(SHOWN))?;
            let receipt = shop.receipt(now, Some(&who), answer.receipt)?;
            Ok((answer, receipt.map_or(0, |receipt| receipt.last.data_used)))
        })
        .await
}

/// What the slate honestly is: personal only where something of the person stands behind something in it.
fn kind(answer: &Recommended, used: u32, chosen: Rung) -> SlateKind {
    let mut reasons = answer.slate.places.iter().flat_map(|place| &place.reasons);
    let is_own = reasons.any(|reason| !reason.evidence.is_empty());
    let used = usize::try_from(used).unwrap_or(usize::MAX);
    match (is_own, answer.rung, chosen) {
        (true, Rung::Personal, _) => SlateKind::History(used),
        (true, ..) => SlateKind::Visit(used),
        (false, Rung::Group, _) => SlateKind::Group,
        (false, _, Rung::Contextual) => SlateKind::Everybody,
        (false, ..) => SlateKind::NothingYet,
    }
}
