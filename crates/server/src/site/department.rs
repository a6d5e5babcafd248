//! One department, page by page: the whole catalog stays within reach, in the same order for everybody.

use super::visit::Visit;
use crate::auth::not_found;
use crate::pages::{self, Category};
use crate::problem::Problem;
use crate::state::Doors;
use app::world::Department;
use axum::extract::{Path, State};
use axum::response::Response;

/// Things on one page.
const PER_PAGE: usize = 24;
/// Pages that may be asked for.
const PAGES_MAX: usize = 1_000;

/// `GET /department/{name}`.
pub async fn show(State(doors): State<Doors>, Path(name): Path<String>, mut visit: Visit) -> Result<Response, Problem> {
    let page = visit.query.number("page", 0, PAGES_MAX)?;
    let sign = Department::ALL.into_iter().find(|sign| sign.name() == name).ok_or_else(not_found)?;
    let goods = visit.goods(&doors);
    let count = goods.of(sign).count();
    let pages = count.div_ceil(PER_PAGE).max(1);
    if page >= pages {
        return Err(not_found());
    }
    let cards = goods.of(sign).skip(page * PER_PAGE).take(PER_PAGE).map(|item| goods.card(item, None)).collect();
    let view = Category { name, title: sign.title().to_owned(), count, cards, page, pages };
    Ok(visit.page(pages::category(&visit.frame(), &view)))
}
