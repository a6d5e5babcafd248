//! A view cloned and printed: what is seen is used here and now.
use domain::*;
use vault::*;

pub fn copy(view: &View<'_, Recommend>) -> View<'static, Recommend> {
    println!("{view:?}");
    view.clone()
}

fn main() {}
