### English: all words that people are told. To add a language, translate what stands behind each `=`, and give the file the
### code of the language for a name (`pt-BR.ftl`). `assent language check` says what is missing or wrong.
###
### This is Fluent (https://projectfluent.org). What stands in braces is filled in and stays as it is; where a number decides the
### words, give a variant for each plural of your language (CLDR: zero, one, two, few, many, other).

## The language itself. Its code is the name of its file.

# What its readers call it.
language-name = English
# Which way it is written: ltr or rtl.
language-direction = ltr
# The clock on offer first where somebody sets quiet hours, as the time zone database names it.
language-zone = Europe/London

## How numbers, money and moments are written. { "\u00A0" } is a space at which no line breaks.

# Before the decimals of a number.
format-point = .
# Between groups of three digits.
format-thousands = ,
# Between things that are listed.
format-comma = { ", " }
# At the end of what is put together from several words.
format-stop = .
# $number: a share, in hundredths.
format-percent = { $number }%
# $number: a price. $sign: of a currency that has one, such as €.
format-money = { $sign }{ $number }
# $number: a price. $currency: the three letters of any other (ISO 4217).
format-money-code = { $currency }{ "\u00A0" }{ $number }
# $day, from 1. $month: one of the twelve below. $year.
format-day = { $day }{ "\u00A0" }{ $month } { $year }
# $day: as above. $time: hours and minutes, such as 09:05.
format-moment = { $day }, { $time }{ "\u00A0" }UTC
format-months-1 = Jan
format-months-2 = Feb
format-months-3 = Mar
format-months-4 = Apr
format-months-5 = May
format-months-6 = Jun
format-months-7 = Jul
format-months-8 = Aug
format-months-9 = Sep
format-months-10 = Oct
format-months-11 = Nov
format-months-12 = Dec

## Around every page.

frame-skip = Skip to the content
frame-menu = Main menu
frame-language = Language
frame-banner = What this shop uses about you
frame-shop = Shop
frame-choices = My choice
frame-data = My data
frame-history = History
frame-receipts = Receipts
frame-change = Change my choice
frame-choose = Choose
frame-forget = Forget me
frame-paused = Paused: nothing about you is used, and nothing is added.
frame-private = Private visit: nothing you do here is kept, and nothing about you is used.
frame-end-private = End it
# $moment: until this moment.
frame-paused-until = Paused until { $moment }: nothing about you is used, and nothing is added.
frame-teaches = What you do here teaches the shop.
frame-foot = A demonstration of Assent: personalization with permission. The shop, its things and its other customers are made up. No third parties, no tracking, no cookie before you choose.

## What has just been done.

news-chosen = Your choice is in force from this page on.
news-no-cookie = If you chose just now: your browser did not keep the cookie that your choice goes by, so you are a stranger here again. Safari keeps it by HTTPS alone: open this shop by HTTPS, or in Chromium or Firefox.
news-teaches = Your activity may teach the shop from now on.
news-teaches-not = Your activity does not teach the shop any more. What it taught is taken out when the shop next learns.
news-hidden = Hidden. From this page on it is not used for you.
news-shown-again = Back in your history, and used again.
news-bought-kept = Bought. It is in your history now, where you can hide it.
news-bought-for-visit = Bought. It is used for this visit and then gone.
news-bought-to-teach = Bought. It teaches the shop, as you allowed, and is kept for nothing else.
news-bought-not-kept = Bought. As you chose, none of it was kept for recommendations.
news-old-page = That page was old, so a yes from it does not count. Please choose again.
news-paused = Paused. From this page on nothing about you is used, and nothing is added, until you go on.
news-goes-on = It goes on, from this page on, as you had chosen.
news-said-no = Noted: no. It is in force from this page on.
news-noted = Noted. It is in force once you go on.
news-all-hidden = Done. Nothing that you did so far has any influence; you can show it again.
news-all-deleted = Deleted. Nothing of what you did so far is here any more.
news-asked = It came in. Below you see how far it is.
news-interest-kept = Noted. It counts from the next page on.
news-interest-gone = Taken back. It counts no longer.
news-interest-not-kept = Not kept: you allow no use of it. Say yes to recommendations first, if you like.
news-contested = Noted. Nothing is concluded from this about you any more.
news-limit-set = Set. It is in force from now on.
news-paused-until = Paused. It goes on by itself at the end of that day, as you had chosen.
news-private-begins = This is a private visit from this page on, until you end it or close the browser.
news-private-ends = The private visit is over. Of what you did in it nothing was kept.
news-unlinked = Unlinked. You are not known by it any more.
news-said-yes = Noted: yes. It is in force from this page on.
news-less = Noted. From this page on, less of it is shown to you.
news-left-out = Noted. From this page on, it is not recommended to you any more.
news-for-visit = Noted for this visit. Your browser remembers it until you close it; we keep nothing.
news-taken-back = Taken back.

## A rung of the ladder: its name, what is used, what the person gets, and the sentence while it is in force.

rung-contextual-name = Nothing about me
rung-contextual-get = what is popular here, the same for everyone.
rung-contextual-banner = You see the same shop as everyone. Nothing about you shapes it.

rung-visit-name = Only this visit
rung-visit-get = things that go with it.
rung-visit-banner = Only this visit shapes what you see. It is gone when you close the browser.

rung-group-name = People like me
rung-group-get = what that group chooses; where it is too small, what is popular.
rung-group-banner = What people with the same likes choose shapes what you see. Nothing that you did does.

rung-personal-name = My history here
rung-personal-get = what fits you best, and what you buy regularly.
rung-personal-banner = Your history here shapes what you see.

rung-used-contextual = nothing.
rung-used-visit = what you look at now. It stays in your browser and is gone when you close it.
rung-used-personal = what you buy and look at in this shop, and what you say you like or not, until you hide or delete it.
rung-used-group = what you said you like, and only to find a group of at least { $people } people who said the same.

consent-title = How much may this shop know about you?
consent-intro = It works either way. You can change your answer at any time, and it counts at once.
consent-teach-label = Let my activity teach the shop.
consent-teach-note = A separate question, for any answer: it helps others find what goes together. Nobody sees that it was you.
consent-look-around = Just looking? Nothing is kept until you choose.
consent-used = Used for you:
consent-get = You get:
consent-choose-this = Choose this

## What the notice's second layer says: the page where every answer can be changed.

choices-title = My choice
choices-lead = You decide how much this shop may use. Every answer counts from the next page on, and none is harder to give than another.
choices-ladder = How much may be used for you
choices-in-force = Your choice now
# $day: in force, and said on this day.
choices-in-force-of = Your choice of { $day }
choices-teach = May your activity teach the shop?
# $people: fewest people behind a link.
choices-teach-note = Behind everything it learns stand at least { $people } people, and nobody sees who they are. You get recommendations either way.
choices-yes = Yes, it may
choices-no = No, it may not
choices-always = Whatever you choose
choices-always-here = Your data goes to nobody else: it is not sold, shared or lent.
choices-always-lines-1 = Prices are the same for everyone.
choices-always-lines-2 = Everything in the shop stays within reach, by department.
choices-always-lines-3 = Every use leaves a receipt that you can read.

## The rest of that page, the preference center.

center-in-short = In short
center-kept = What is kept
center-kept-nothing = Nothing. This shop holds no data about you.
# $n: how many.
center-bought = { $n ->
        [one] { $n } purchase
       *[other] { $n } purchases
    }
# $n: how many.
center-returned = { $n ->
        [one] { $n } return
       *[other] { $n } returns
    }
# $n: how many.
center-looked-at = { $n ->
        [one] { $n } view of a thing
       *[other] { $n } views of things
    }
# $n: how many.
center-rated = { $n ->
        [one] { $n } rating
       *[other] { $n } ratings
    }
# $n: how many.
center-said = { $n ->
        [one] { $n } answer of yours
       *[other] { $n } answers of yours
    }
# $n: how many.
center-hidden = { $n ->
        [one] { $n } thing you hid
       *[other] { $n } things you hid
    }
# $n: how many.
center-receipts = { $n ->
        [one] { $n } receipt of its use
       *[other] { $n } receipts of its use
    }
center-why = Why
center-why-no-data = Nothing is kept, so nothing is used.
center-why-nothing = For nothing: you have allowed no use of it.
center-why-paused = For nothing while you pause.
center-who = Who gets it
center-who-nobody = Nobody but this shop. It is not sold, shared or lent.
center-get = What you get
center-pause = Pause everything
center-go-on = Go on
center-pause-note = While you pause, nothing about you is used and nothing is added. What you chose stays noted.
center-paused-note = You have paused: nothing about you is used, and nothing is added. What you chose below stays noted for later.
center-in-force-paused = Your choice, paused
center-restricted = You asked that your data is kept and not used. So it is, until you end it.
center-end-restriction = Use it again
center-in-force-private = Your choice, after this private visit
center-pause-until = Pause until a day
center-until-day = Up to and including
center-pause-until-button = Pause until then
# $moment: until this moment.
center-paused-until-note = You have paused until { $moment }; then it goes on by itself. Until then nothing about you is used, and nothing is added.
center-cost = It costs you:
center-cost-nothing = nothing: no other answer fits better
# $lost, $this, $best: what part of the fit is lost, in hundredths, and the two figures.
center-cost-of = suggestions fit { $lost } less well ({ $this } instead of { $best }).
# $source, $people: what was measured, on what, with how many people.
center-measured = How we measured the fit: on a public data set, { $source }, with the last basket of { $people } people held back. The figure (NDCG@20, from 0 to 1) says how high what they then bought stood among 20 suggestions.
center-purposes = What it may be used for
center-purposes-lead = One button each, and it counts from the next page on. A no is as near as a yes.
# $day: since this day.
center-since = since { $day }
# $day: until this day.
center-until = until { $day }
center-notice = Said under the notice
# $key, $version, $lang: a notice, by its key, its version, and its language.
center-version = Said under the notice “{ $key }”, version { $version } ({ $lang }).
center-receipt = Signed receipt
center-by-signal = Your browser’s signal says no to this, so it stays off whatever is said here.
center-no-question = This shop does not do this, and does not ask for it.
center-states-never-asked = Never asked: no
center-states-requested = Asked, not answered: no
center-states-deferred = Put off: no
center-states-given = You said yes
center-states-renewed = You said yes, again
center-states-partly = Only what your choice above allows
center-states-refused = You said no
center-states-withdrawn = You said no longer
center-states-expired = Your yes has run out: no
center-states-invalidated = Your yes does not count: no
center-signals = Signals from your browser
center-signals-lead = They are honoured without your doing anything here.
center-signal-names-gpc = Global Privacy Control
center-signal-names-dnt = Do Not Track
center-signal-names-adpc = Advanced Data Protection Control
center-sent = Your browser sends it, and it is honoured.
center-not-sent = Your browser does not send it. Once it does, it is honoured.
# $day: seen first on this day.
center-seen = First seen on { $day }; it stands since then.
center-closes = It switches off:
center-would-close = It would switch off:
center-nothing-else = nothing that is not off already
center-settings = More that is yours to set
center-setting-links-1 = Interests
center-setting-links-1-note = What you like, what we conclude from what you did, and where that is wrong.
center-setting-links-2 = Messages
center-setting-links-2-note = How often, when and about what you may be written to.
center-setting-links-3 = My history
center-setting-links-3-note = Look through it, take things out of it, visit in private, begin anew.
center-setting-links-4 = Requests
center-setting-links-4-note = Ask for what the law gives you, and see by when it is answered.
center-ways = See it, take it, end it
center-links-1 = Receipts
center-links-1-note = each use of your data, and why
center-links-2 = All that is held, and your signed answers
center-links-2-note = readable, in full
center-links-3 = Check a receipt
center-links-3-note = prove what you said, in this browser
center-links-4 = Download everything
center-links-4-note = as a file for other services

## The rung that stays on the device.

device-name = On my device
device-used = what you buy and look at. It stays in this browser; the shop never sees it.
device-get = nearly the best, worked out by your browser.
device-open = See how
device-title = On my device
device-lead = What you buy and look at is kept in this browser and nowhere else. The shop publishes one list of what goes with what, the same for everybody, and your browser does the rest.
device-no-script = This needs JavaScript, which your browser has switched off. Every other choice works without it.
device-start = Keep it on this device
device-stop = Stop, and erase it here
device-shop-too = The shop itself uses what you chose there:
device-picks = Ranked by your browser
device-have = What is kept here
device-save = Save it as a file
device-item-note = Kept on this device. The shop does not see it.
device-sentences-off = Off. Nothing is kept on this device.
device-sentences-on = On. What you do from now on is kept on this device.
device-sentences-blocked = Your browser keeps nothing for this site, so this can not be switched on.
device-sentences-busy = It is still open in another tab. Close that, and try again.
device-sentences-no-picks = Nothing could be ranked: the list that it is ranked with is not there, or is not signed by the shop.
device-sentences-nothing = Nothing yet. Look at a few things in the shop.
device-sentences-purchase = bought
device-sentences-view = looked at
device-sentences-rating = rated
device-sentences-return = sent back
device-sentences-out = Do not use
device-sentences-in = Use again

## The storefront.

shop-for-you = Recommended for you
shop-this-visit = Goes with this visit
shop-popular = Popular now
# $n: how many things of a history were used.
shop-by-history = { $n ->
        [one] Made from { $n } entry in your history here.
       *[other] Made from { $n } entries in your history here.
    }
# $n: how many things of a visit were used.
shop-by-visit = { $n ->
        [one] Made from { $n } thing you looked at in this visit, and nothing before it.
       *[other] Made from { $n } things you looked at in this visit, and nothing before it.
    }
shop-by-group = What at least { $people } people with the same likes choose. Nothing that you did was used.
shop-for-everybody = What many people here buy. The same for everyone: nothing about you was used.
shop-nothing-yet = You allow recommendations, but there is nothing to make them from yet. Until then you see what everyone sees.
shop-receipt = See the receipt
shop-browse = The whole shop
# $n: how many things there are.
shop-things = { $n ->
        [one] { $n } thing
       *[other] { $n } things
    }

## Less of it: the buttons on a thing, why it is there, and what somebody wants less of.

less-less = Less like this
less-not = Not this
less-undo = Undo
less-more = All about it
less-title = Why this?
less-counted = What counted for it
less-switch = The switch that changes it
less-switch-note = It takes one press, and is in force on the next page.
less-gone = It is not in the shop any more.
less-less-title = See less of it
less-less-note = In force on the next page. You can take it back at any time.
less-all = What you want less of
less-lead = What you said that you do not want to see, or less of. Take back what you like: it is in force on the next page.
less-none = You have said nothing of the kind. Each thing that is recommended to you has the buttons for it, under “Why this?”.
less-kept = Kept, as you allowed
less-kept-note = It counts until you take it back, wherever you are known here.
less-visit = For this visit
less-visit-note = Your browser remembers it until you close it. We keep nothing of it.
less-take-back = Take back
# $n: how many things are left out in this visit.
less-left-out = { $n ->
        [one] For this visit you want less of { $n } thing.
       *[other] For this visit you want less of { $n } things.
    }
# $name: a topic by its kind, around its name.
less-like-this = Less like “{ $name }”
# $name: a topic by its kind, around its name.
less-this = Not “{ $name }”
# $name: a topic by its kind, around its name.
less-of-seller = Nothing from “{ $name }”
# $name: a topic by its kind, around its name.
less-of-kind = Nothing from “{ $name }”

## Why this.

why-why = Why this?
why-sum = In all
why-nothing-personal = Nothing about you is in this sum.
why-receipt = See the receipt
why-dont-use = Don’t use this
why-together = Goes with what you have
why-again = You buy it now and then
why-popular = Popular here
why-similar = Goes with what you are looking at
why-filler = Fills the page, so that everyone sees as much
why-disliked = You did not like what goes with it
why-alike = Like something you have
why-mix = Missing from your usual mix
why-outside = Outside your usual
why-variety = Something like it stands above
why-upgrade = Takes the place of something you have
why-add-on = Adds to something you have
why-cart = Goes with what is in your cart
why-interest = You said that you like this
why-fatigue = Shown to you before, and passed over
why-explore = A place kept for something else
why-group = What people with the same likes choose
why-less = You want less of things like it

## Departments.

category-trail = Where you are
category-order = In the same order for everyone.
category-pages = Pages
category-previous = Previous
category-next = Next
# $page, $pages: a page of how many.
category-page-of = Page { $page } of { $pages }

## A thing.

item-buy = Buy
item-demo = This is a demonstration: nothing is paid or sent.
item-sold-out = Not available at the moment.
item-similar = Goes well with it
item-similar-note = The same for everyone, but for what you do not want to see.
item-keeps-unsaid = You have not chosen yet: nothing that you do here is kept.
item-keeps-private = This is a private visit: nothing of it is kept.
item-keeps-paused = You have paused: what you buy is not kept for recommendations.
item-keeps-nothing = You chose “Nothing about me”: what you buy is not kept for recommendations.
item-keeps-visit = You chose “Only this visit”: what you buy is used for you until you close the browser.
item-keeps-personal = You chose “My history here”: what you buy joins your history, where you can hide it.
item-keeps-group = You chose “People like me”: what you buy is not kept for recommendations.
item-teaches = It teaches the shop, as you allowed.

## What is held.

data-title = What we hold about you
data-lead = All of it, in full. There is no other place where we keep anything about you.
data-none = Nothing. This shop holds no data about you.
data-events = things you did
data-statements = things you said
data-hidden = things you hid
data-receipts = receipts
data-who = Who you are to us
data-who-note = A random number in a cookie. We know no name, no address, no e-mail.
data-id = Your number
data-since = Known since
data-age = Age
data-laws = Law that protects you
data-opt-out = Your browser asked not to be sold or shared
data-did = What you did
data-said = What you said
data-hid = What you hid
data-when = When
data-what = What
data-item = Thing
data-used-for = May be used for
data-answer = Your answer
data-about = About
data-how = How you said it
data-hidden-by-you = nothing: you hid it
data-for-nothing = nothing
data-everything = every use
data-nothing-yet = Nothing yet.
# $shown, $all: the newest of how many.
data-newest = The newest { $shown } of { $all }. The download has them all.
data-ways = Take it or end it
data-ways-note = The download is everything above, in a form that other services can read. Forgetting ends all of it at once.
data-export = Download everything
data-receipt-forms-1 = Receipt (ISO 27560)
data-receipt-forms-2 = Receipt (Kantara)
data-receipts-note = Each receipt is signed: it proves what you said, also to others, and without us.
data-verify = Check a receipt
data-groups = The groups you are in
data-groups-none = You are in no group: nobody is put into one but by what they say they like.
data-groups-lead = Only what you said you like puts you into a group, and nothing that you did. One of fewer than { $people } people counts for nothing.
data-group-because-1 = Because you like something that belongs to it
data-group-because-2 = Because you said that you like this
data-group-counts-1 = You are counted in them, among all others.
data-group-counts-2 = At present you are counted in none of them: that needs your yes to teaching the shop.
data-group-answers-1 = What you are shown goes by the smallest of them that is large enough, unless a page is about one kind of things.
data-group-answers-2 = What you are shown goes by none of them.
data-known-by = What you are known by
data-known-by-note = Unlink one, and whoever comes with it is a stranger here. A no that came with it stays.
data-since-day = since
data-verified = shown to be yours
data-unlink = Unlink
data-identifiers-account = Account
data-identifiers-device = Device
data-identifiers-contact = Address

## Who gets it.

recipients-title = Who gets it
recipients-nobody = Nobody but this shop. It is not sold, shared or lent.
recipients-lead = Each by name. Something of yours goes to them only while you say yes to what it is for, and the name they know you by is of no use to anybody else. A no counts at once; whoever was given something is told of it, and of being forgotten.
recipients-purposes = For:
recipients-regions = Where:
recipients-handed-on = Hands it on to:
# $n, $day: how often, and on which day last.
recipients-given = { $n ->
        [one] Was given something of yours { $n } time, last on { $day }.
       *[other] Was given something of yours { $n } times, last on { $day }.
    }
recipients-given-nothing = Was given nothing of yours.
recipients-removed = This shop does not work with them any more: nothing leaves for them.
recipients-refused = You said no: nothing leaves for them until you say yes again to what it is for.
recipients-asked = If you say yes, something of it also goes to: { $names }. You can say no to each of them alone.
recipients-roles-processor = Works for this shop, by its word alone.
recipients-roles-joint = Answers for it together with this shop.
recipients-roles-controller = Uses it for purposes of their own.

## What somebody does about what is held.

rights-hide = Take something out of it
rights-hide-note = Whatever you hide has no influence from the next page on, as if you had never done it. A kind of thing stays hidden for what you do later, too.
# $n: how many.
rights-acts = { $n ->
        [one] ({ $n } act)
       *[other] ({ $n } acts)
    }
rights-basket = Order of
rights-from = From the day
rights-to = to the day
rights-hide-period = Hide this time
rights-hidden-now = Hidden now
rights-kinds-of-things = A kind of things
rights-orders = An order
rights-time = A stretch of time
rights-private = Visit in private
rights-private-note = From the next page on nothing that you do here is kept, and nothing about you is used. Only your looking at your own data leaves a receipt, as ever. It lasts until you end it or close the browser.
rights-private-begin = Begin a private visit
rights-private-is-on = This is a private visit: nothing that you do here is kept, and nothing about you is used. Only your looking at your own data leaves a receipt, as ever.
rights-private-end = End the private visit
rights-past = the past only
rights-past-and-future = past and future
rights-contested = you say that what was concluded from it is wrong
rights-anew = Begin anew
rights-anew-note = Everything you did so far loses its influence. Hidden, you still see it and can show it again; deleted, it is gone. What you said stays.
rights-anew-hide = Hide everything so far
rights-anew-delete = Delete everything so far
rights-archive = Archive with tables (ZIP)
rights-kinds-access = See what is held
rights-kinds-portability = Carry it away
rights-kinds-correct = Put it right
rights-kinds-contest-inference = Contest a conclusion
rights-kinds-erase = Be forgotten
rights-kinds-restrict = Keep it, and do not use it
rights-kinds-object = Object
rights-kinds-opt-out = Opt out
rights-kinds-limit-sensitive = Limit sensitive data
rights-kinds-recipients = Who has it?
rights-kinds-explain = Explain decisions
rights-kinds-human-review = Have a person check it
rights-kinds-complaint = Complain
rights-kinds-appeal = Appeal
rights-stages-received = received
rights-stages-identity-check = you are asked who you are
rights-stages-waiting = you are asked what you mean
rights-stages-in-progress = being worked on
rights-stages-extended = takes longer
rights-stages-done = done
rights-stages-refused = refused
rights-stages-revoked = taken back

## What somebody likes.

interests-title = Interests
interests-lead = What you say comes first. What is concluded from what you did is marked as such, and goes when you say that it is wrong.
interests-said = What you said
interests-said-nothing = Nothing yet.
interests-liked = You like it
interests-never = Never shown to you
interests-take-back = Take it back
interests-topic = A kind of things
interests-like = I like it
interests-never-show = Never show it
interests-choose-first = You have not chosen yet, so nothing is kept of you. Choose first, if you like.
interests-concluded = What is concluded from what you did
interests-concluded-lead = Worked out afresh each time, once at least two of your things point the same way, and kept nowhere but in its receipt. It decides what counts as more of the same for you, and what as something new.
interests-concluded-nothing = Nothing is concluded about you.
# $things, $share: how many things, and what share.
interests-rests-on = { $things ->
        [one] Concluded from { $things } thing. It makes up { $share } of what your recommendations go by.
       *[other] Concluded from { $things } things. It makes up { $share } of what your recommendations go by.
    }
interests-wrong = That is wrong
interests-contested = What you say is wrong
interests-contested-note = Nothing is concluded from these, neither from what you did nor from what you will do.
interests-other = Something else is wrong?

## How somebody may be reached.

messages-title = Messages
messages-lead = How often, when and about what you may be written to. One press each, in force at once.
messages-may = Whether you may be written to at all:
messages-only-less = What you set here can only make it less.
messages-choose-first = You have not chosen yet, so nobody may write to you. Choose first, if you like.
messages-often = How often
messages-no-limit = No limit
messages-none = Never
# $n: most a week.
messages-most = At most { $n } a week
# $n: how many in the last seven days.
messages-sent = { $n ->
        [one] { $n } message in the last seven days.
       *[other] { $n } messages in the last seven days.
    }
messages-quiet = When not
messages-quiet-none = No quiet hours are set.
# $from, $to, $zone: from, to, by whose clock.
messages-quiet-is = Quiet from { $from } to { $to }, by the clock of { $zone }.
messages-from = From
messages-to = to
messages-zone = By the clock of
messages-set-quiet = Set quiet hours
messages-no-quiet = No quiet hours
messages-topics = About what
messages-topics-lead = A message about a topic that is switched off is not sent.
messages-topic-off = Switch off
messages-topic-on = Switch on
messages-is-off = switched off

## What somebody asks for about their data.

asking-title = Requests
asking-lead = Your rights by law, one button each. What needs nobody is done at once; for everything else a clock runs, and you see it here.
asking-none = This shop holds nothing about you, so there is nothing to ask for. Once you have chosen, this page is yours.
asking-asked = What you asked for
asking-asked-at = Asked on
asking-ask = Ask for something
asking-own-words = In your words
asking-by-shop = Somebody at the shop answers
asking-by-shop-note = Say what it is about, then press what you want. You see here what is said to you, and by when.
asking-at-once = Done at once, without anybody in between
asking-at-once-note = One press each.
asking-now = Do it now
asking-further = Go there
asking-notes-access = A receipt of your asking; all of it stands under “My data”.
asking-notes-portability = The file and the archive under “My data” have everything.
asking-notes-recipients = Who was given your data.
asking-notes-explain = Every use has a receipt that says what was used and why.
asking-notes-restrict = It is kept and not used, until you say otherwise.
asking-notes-limit-sensitive = A no to every use of sensitive data.
asking-notes-opt-out = A no to sale, sharing and targeted advertising.
# $day, $law: how many.
asking-due-late = was due on { $day }: it is late ({ $law })
# $day, $left, $law: until this day, so many days from now, by this law.
asking-due = { $left ->
        [0] due today, { $day } ({ $law })
        [one] due by { $day }, within a day ({ $law })
       *[other] due by { $day }, { $left } days left ({ $law })
    }
# $day: since this day.
asking-stopped = the clock stands still since { $day }: you were asked something
# $day: on this day.
asking-closed = on { $day }
# $n: how many are not closed.
asking-open = { $n ->
        [0] Nothing waits for the shop.
        [one] { $n } request waits for the shop.
       *[other] { $n } requests wait for the shop.
    }

## The history.

history-title = My history
history-lead = Hide whatever should not count. It stays yours to see, but from the next page on it is used for nothing.
history-none = There is nothing in your history. Anything is kept only with “My history here”, or where what you do may teach the shop.
history-hide = Hide
history-show = Show again
history-hidden = Hidden: used for nothing.
history-along = Hidden with more: used for nothing. See
history-find = Look for
history-find-button = Search my history
history-all = Show all
# $n: how many have what was looked for.
history-found = { $n ->
        [0] Nothing has that in its name.
        [one] { $n } thing found.
       *[other] { $n } things found.
    }
# $all, $hidden: how many things, and how many of them are hidden.
history-counts = { $all ->
        [one] { $all } thing
       *[other] { $all } things
    }{ $hidden ->
        [0] .
       *[other] , { $hidden } of them hidden.
    }
# $n: how many earlier acts are not shown.
history-earlier = and { $n } earlier

## The receipts.

receipts-title = Receipts
receipts-lead = Each time your data was asked for: when, what for, and what was used. The newest first.
receipts-none = There are no receipts yet. Whenever something about you is asked for, one is written here.
receipts-nothing-used = Nothing used
receipts-own = shown to you alone
# $n: how many things were used.
receipts-used = { $n ->
        [one] { $n } entry used
       *[other] { $n } entries used
    }
# $n: the newest of more.
receipts-newest = The newest { $n }. The download has them all.

## A receipt.

receipt-asked = What was asked
receipt-decided = What the rule decided
receipt-left = What was shown, and why
receipt-purpose = For
receipt-channel = Where
receipt-no-gates = There was nothing to decide: no data of yours was in question.
receipt-open = allowed
receipt-closed = not allowed
receipt-nothing-left = Nothing.
receipt-proof = Proof
receipt-proof-note = The first part was written before any data was touched, the last part before anything was shown.
receipt-number = Receipt
receipt-policy = Policy, version
receipt-ledger = Your ledger then
receipt-own-look = You asked yourself, so there was nothing to decide.
receipt-own-shown = What is held about you, to you.
receipt-same-for-all = Nothing about you was used: everybody would have got the same.
receipt-without = What your data changed
# $used, $others, $of: how many entries were used, and how many of how many would have been others.
receipt-changed = { $used ->
        [one] { $used } entry of yours shaped this. Without your data, { $others } of these { $of } places would have held something else.
       *[other] { $used } entries of yours shaped this. Without your data, { $others } of these { $of } places would have held something else.
    }
receipt-would-have-seen = What you would have seen without it
receipt-anyway = you saw this too
receipt-without-note = Worked out just now, from today’s catalog and what was popular at that moment. It is what a stranger got then, unless the page had a rule of its own or the catalog has changed since.
receipt-drawn = What was drawn by lot
receipt-drawn-this = drawn
receipt-drawn-counts-1 = What comes of it is counted.
receipt-drawn-counts-2 = What comes of it is not counted.
receipt-draws-slot = The place on the page
receipt-draws-experiment = The comparison
receipt-odds-fixed = Nothing was drawn for this: there was nothing to choose from, a comparison decided it, or you take no part in one.
receipt-odds-nothing = Every one had the same odds.
receipt-odds-everybody = The odds come from what worked for everybody who lets it be counted.
receipt-odds-group = The odds come from what worked in the same circumstances, for everybody who lets it be counted.
receipt-odds-personal = The odds come from what worked for people who take the same kind of things as you.
receipt-odds-shares = The shop set the odds, the same for everybody.
receipt-group = Group
# $name, $least: who like what, and how many they are at least.
receipt-group-of = people who like “{ $name }” (at least { $least })

## Forgetting.

forget-title = Forget me?
forget-lead = Everything we hold about you becomes unreadable, at once and for good.
forget-nothing = There is nothing to forget. This shop holds no data about you.
# $did, $said, $receipts: what goes: things done, things said, receipts.
forget-gone = { $did ->
        [one] { $did } thing you did
       *[other] { $did } things you did
    }, { $said ->
        [one] { $said } thing you said
       *[other] { $said } things you said
    } and { $receipts ->
        [one] { $receipts } receipt
       *[other] { $receipts } receipts
    } can be read by nobody any more: the only key to them is destroyed.
# $day: until when a sealed copy of the keys, made before, could still open what was erased.
forget-escrow = The shop has a sealed emergency copy of its keys, made before now. With it, a backup of before could still be opened until { $day }. By then the shop has to destroy what opens it.
forget-lines-1 = That goes for copies and backups as well: without the key they are noise.
forget-lines-2 = What your activity taught the shop is taken out when it next learns.
forget-lines-3 = Your cookie is deleted. You are a stranger here again, and welcome.
forget-no-undo = This can not be undone.
forget-export-first = Download everything first
forget-yes = Forget me now
forget-no = Keep everything
forget-done = Forgotten
forget-done-lead = Nothing about you can be read here any more.
forget-done-lines-1 = Your history, your answers and your receipts are unreadable: their key is destroyed.
forget-done-lines-2 = What your activity taught the shop is taken out when it next learns.
forget-done-lines-3 = Your cookie is deleted. What you see now is what everyone sees.
forget-back = Back to the shop

## Problems.

problem-come-anew = Please open this page anew
problem-come-anew-lead = This link or visit has ended: each works once, and for a short while. Go back to the shop and open the page from there. Nothing was changed.
problem-nothing-here = There is nothing here
problem-nothing-here-lead = The address may be old or mistyped. Nothing about you was kept from this.
problem-not-yours = This is not open to you
problem-not-yours-lead = It may belong to somebody else, or the form was open for too long. Go back and try once more.
problem-too-much = Too much at once
problem-too-much-lead = The shop is busy. Wait a moment and try again; nothing was lost.
problem-mistake = That did not work
problem-mistake-lead = Something in the request was not as expected, so nothing was changed. Go back and try once more.
problem-fault = That was our fault
problem-fault-lead = Something went wrong on our side. What had been confirmed to you is safe.
problem-back = Back to the shop
problem-code = If you write to us about it:

## Verifying a receipt.

verify-brand = Assent
verify-title = Is this receipt genuine?
verify-lead = A receipt of consent is signed by the shop. Here your browser checks the signature: what you paste stays on this page and is sent to nobody.
verify-no-script = This page needs JavaScript, which your browser has switched off. The program does the same on a command line:
verify-command = assent verify receipt receipt.txt --keys-file shop.vkey
verify-receipt = The receipt, whole, with the line that begins with a dash
verify-file = Or the file, as you downloaded it
verify-key = The shop’s key, if you have it from elsewhere
verify-key-note = Left empty, this site is asked for its key: then you trust this site to be the shop. A key that stands in the receipt proves nothing.
verify-check = Check it
verify-foot = The check runs in your browser, in a script that you can read. It stores nothing.
verify-sentences-proven = Genuine, and not changed since it was signed
verify-sentences-not-proven = Not proven
verify-sentences-key-fetched = The key came from this site: the receipt is from whoever runs it.
verify-sentences-key-given = Checked with the key that you gave.
verify-sentences-said = What was said
verify-sentences-about = About
verify-sentences-when = When
verify-sentences-who = By whom
verify-sentences-how = How
verify-sentences-notice = What was shown
verify-sentences-signed-by = Signed by
verify-sentences-made = Receipt made
verify-sentences-number = Receipt
verify-sentences-ledger = Place in the ledger
verify-sentences-of = of
verify-sentences-whole = The whole receipt
verify-sentences-not-recorded = not recorded
verify-sentences-every-purpose = every use
verify-sentences-every-category = every kind of data
verify-sentences-every-channel = everywhere
verify-sentences-why-empty = Paste a receipt, or choose its file.
verify-sentences-why-too-long = It is longer than 256 KiB: no receipt is.
verify-sentences-why-not-text = It is not plain text.
verify-sentences-why-form = It is cut off, or no signed receipt: the signature is missing below it.
verify-sentences-why-line = A line below its text is no signature.
verify-sentences-why-changed = It was changed after it was signed: the signature does not match.
verify-sentences-why-other-key = It was signed with another key.
verify-sentences-why-key = The key can not be read.
verify-sentences-why-no-key = There is no key to check it with.
verify-sentences-why-no-answer = This site did not say its key. Give it above.
verify-sentences-why-not-a-receipt = The signature holds, but what it signed is no receipt of consent.
verify-sentences-why-unsupported = Your browser can not check this kind of signature (Ed25519), or only over https. A newer one can, and so does the command line.
verify-sentences-why-fault = Something went wrong here. Nothing was proven.

## Open vocabularies.

keys-purposes-recommend = recommendations for you
keys-purposes-train = teaching the shop
keys-purposes-message = messages to you
keys-purposes-ads = advertising
keys-purposes-measure = counting what works
keys-purposes-access = showing you your data
keys-uses-recommend = Choosing what to recommend
keys-uses-train = Teaching the shop
keys-uses-message = Deciding on a message
keys-uses-ads = Choosing advertising
keys-uses-measure = Counting what works
keys-uses-access = Showing you your data
keys-kinds-of-data-activity-purchase = What you bought
keys-kinds-of-data-activity-view = What you looked at
keys-kinds-of-data-activity-rating = What you rated
keys-kinds-of-data-activity-visit = This visit
keys-kinds-of-data-trait-interest = Interests you named
keys-kinds-of-data-trait-group = The groups you are in by them
keys-kinds-of-data-gender = Gender
keys-kinds-of-data-age = Age
keys-kinds-of-data-race = Origin
keys-kinds-of-data-zip = Postcode
keys-kinds-of-data-health = Health
keys-statements-grant = Yes
keys-statements-renew = Yes, still
keys-statements-guardian-grant = Yes, by a guardian
keys-statements-opt-in = Yes, after all
keys-statements-refuse = No
keys-statements-withdraw = No longer
keys-statements-object = I object
keys-statements-opt-out = Not sold, not shared
keys-statements-limit = Only what is needed
keys-statements-invalidate = An earlier yes does not count
keys-verbs-purchase = Bought
keys-verbs-return = Sent back
keys-verbs-view = Looked at
keys-verbs-rating = Rated
keys-laws-zz-strict = the strictest we know
keys-laws-eu = European Union
keys-laws-uk = United Kingdom
keys-laws-us-ca = California
keys-laws-us-md = Maryland
keys-ages-adult = of age
keys-ages-teen = not of age
keys-ages-child = a child
keys-ages-unknown = not known, not asked
keys-channels-web = on this website
keys-channels-app = in the app
keys-channels-email = by e-mail
keys-channels-push = as a notification

## Why something was recommended: one sentence, out of the strongest reason.

# What somebody had to do with, by its $name, where it stands in one of the sentences below.
# $place: in which of them, for a language that bends its words: together, similar, alike, upgrade, add-on or cart. It may be left out.
because-title = “{ $name }”
# The same where only its kind may be told, by the $name of the kind.
because-kind = something from “{ $name }”
# The same where it stands by itself, in a list.
because-kind-alone = Something from “{ $name }”
# The same where nothing of it may be told.
because-something = Something of yours
because-together = Goes with what you have here
# $thing: as above.
because-together-one = Because of { $thing } in your history
# $thing, $other: as above.
because-together-two = Because of { $thing } and { $other } in your history
# In this visit.
because-together-visit-one = Because you looked at { $thing }
because-together-visit-two = Because you looked at { $thing } and { $other }
because-again = You have bought this before
because-popular = Many people here buy this
because-similar = Goes with this item
because-similar-to = Often bought with { $thing }
because-alike = Like something you know
because-alike-to = Like { $thing }
because-mix = More of what you usually take
because-outside = Something outside your usual
because-upgrade = Takes the place of something you have
because-upgrade-of = A step up from { $thing }, which you have
because-add-on = Adds to something you have
because-add-on-to = Made to go with { $thing }
because-cart = Goes with what is in your cart
because-cart-with = Goes with { $thing } in your cart
because-interest = You said that you like things of this kind
because-group = People who like what you named buy this
because-explore = A place kept for something outside your usual
because-filler = From the catalog, in no special order

## Why nothing personal was used.

refusal-stranger = We know nothing about you.
refusal-not-asked = Nothing about you was asked for.
refusal-no-group = No group that is large enough fits what you said you like.
refusal-codes-G0-review-overdue = We have not looked at this use again in time, so it rests.
refusal-codes-G0-unknown-mode = We do not know what your law says about this, so we do not do it.
refusal-codes-G1-contested = You contest this, so we leave it alone.
refusal-codes-G1-erased = You asked us to forget you.
refusal-codes-G1-restricted = You asked us to keep your data but not to use it.
refusal-codes-G10-region = Your data would leave the region where it may be.
refusal-codes-G11-claim = We have said in public that we do not do this.
refusal-codes-G2-minor = This is not done with young people’s data.
refusal-codes-G2-prohibited = This is not allowed where you are.
refusal-codes-G2-protected-placement = Personal traits are not used for jobs, homes or loans.
refusal-codes-G2-sensitive-ads = Sensitive data is never used for advertising.
refusal-codes-G2-sensitive-derived = We never conclude sensitive things about you.
refusal-codes-G3-future = This data claims to be from the future.
refusal-codes-G3-minimisation = This purpose does not need this kind of data.
refusal-codes-G3-sensitive-not-declared = This purpose is not declared to take sensitive data.
refusal-codes-G3-source-not-told = You were not told where this data comes from.
refusal-codes-G3-too-old = This data is older than we may look at.
refusal-codes-G4-incompatible = This data was collected for something else.
refusal-codes-G5-cap-reached = You have had enough of this for now.
refusal-codes-G5-paused = You have paused the use of your data.
refusal-codes-G5-private-visit = This is a private visit: nothing is kept and nothing is used.
refusal-codes-G5-quiet-hours = You want quiet at this hour.
refusal-codes-G5-suppressed = You have hidden this.
refusal-codes-G5-topic-off = You have switched this topic off.
refusal-codes-G6-negative = You said no.
refusal-codes-G6-no-valid-grant = You have not said yes to this.
refusal-codes-G7-event-ceiling = This was sent with a narrower permission.
refusal-codes-G7-gpc = Your browser says: do not sell or share my data.
refusal-codes-G8-context = This is not the place or channel for it.
refusal-codes-G8-cross-channel = What you did in one place is not used in another without your yes.
refusal-codes-G8-rare = Too few people did this: it would point to you.
refusal-codes-G9-vendor = This recipient is not one you were told about.

## Why something stands in a slot of a page.

slot-fixed = It stands here, and nothing was tried on you
slot-nothing = Drawn by lot: nobody knows yet what works here
slot-everybody = Drawn by lot, by what others took up here
slot-group = Drawn by lot, by what others took up in circumstances like these
# $kind: of things.
slot-personal = Because you take things from “{ $kind }”

## What people get from each purpose of the policy. In English and German the policy itself says it, in the same words.

keys-benefits-recommend = You see things that fit what you have bought and looked at here.
keys-benefits-train = What you buy, and the groups you said you belong to, help others find things; nobody sees that it was you.
keys-benefits-message = We write to you when something you use is due again.
keys-benefits-ads = The advertisements you see are about things you might want.
keys-benefits-measure = We count what works, so that the shop gets better.

## The page of the archive that a person takes away.

archive-title = Everything that this shop holds on you
archive-lead = This page needs no network and no script. Times are in UTC.
archive-files = The same is in data.json for programs (schema.json says what each field is), and in the folder tables for spreadsheets.
archive-made = Made
archive-nothing = Nothing.
archive-about = Where it comes from, how long it stays, who has it
archive-titles-events = What you did
archive-notes-events = Each thing as it came in, and what it was allowed to be used for then.
archive-titles-history = What is at hand of it
archive-notes-history = The newest of the same things, as recommendations and learning go by them.
archive-titles-statements = What you said
archive-notes-statements = Each yes and no, who said it, and what was shown.
archive-titles-lapsed = Yeses that do not count any more
archive-notes-lapsed = By their number, since two names became one person's.
archive-titles-notices = What you were told
archive-notes-notices = The notices you were shown, each with its version.
archive-titles-identifiers = What you are known by
archive-notes-identifiers = Accounts, devices and addresses.
archive-titles-merged = Who turned out to be you
archive-notes-merged = When two names became one person's.
archive-titles-hidden = Items you hid
archive-notes-hidden = They have no influence.
archive-titles-veils = What else you hid or contested
archive-notes-veils = Categories, times, baskets. They have no influence.
archive-titles-interests = What you said you like
archive-notes-interests = Or never want to see.
archive-titles-inferences = What was concluded about you
archive-notes-inferences = Worked out for one answer each, from your own items that are named. Nothing of it is kept but this.
archive-titles-trials = What was drawn for you
archive-notes-trials = In slots of pages and in experiments, with what came of it.
archive-titles-receipts = What was used when, and what for
archive-notes-receipts = One receipt for each use.
archive-titles-requests = What you asked for about your data
archive-notes-requests = Each with its dates and what you were told.
archive-titles-recipients = Who was given your data
archive-notes-recipients = Nobody, unless it says so here.
archive-titles-disclosures = What was given to them
archive-notes-disclosures = Each time, with what for, and what they know you by.
archive-titles-outbox = What waits to be sent to them
archive-notes-outbox = It is asked again whether it may, before it leaves.

## What Klaro shows around the purposes.

klaro-title = Your data, your choice
klaro-about = May we use what you do here for the purposes below? Everything works if you say no. You can change your mind at any time.
klaro-yes = Yes to all
klaro-no = No to all
klaro-choose = Choose one by one
klaro-save = Save my choice

## What the browser SDK says on a shop’s own pages.

sdk-why = Why this?
sdk-change = Change what is used
# $thing: what is not to be used.
sdk-not = Don’t use this: { $thing }

## Its buttons for less of something.

sdk-less-like = Less like this
sdk-less-item = Not this
# $name: of a seller, or of a kind of things.
sdk-less-of = Nothing from “{ $name }”
sdk-less-said = Noted. It holds from the next page on.
sdk-less-page = Noted, for this page.
sdk-less-undo = Undo

## Its panel that asks.

sdk-panel-later = Answer later
sdk-panel-close = Close
sdk-panel-back = Back
sdk-panel-thanks = Your answer is in force.
sdk-panel-change = Change it
sdk-panel-failed = That did not arrive, and nothing was changed. Please try again.
sdk-panel-anew = This page was open for long. Please read it once more.
# $n: days for which it is used, as digits. $names: who else gets it.
sdk-panel-days = Used for up to { $n } days, given to { $names }.
# $n: years for which it is used, as digits.
sdk-panel-years = Used for up to { $n } years, given to { $names }.
# Who else gets it, where nobody does.
sdk-panel-nobody = nobody else

## Why its device rung recommends something.

# $thing: by its name.
sdk-device-together-one = Because of “{ $thing }” on this device
# $thing, $other: by their names.
sdk-device-together-two = Because of “{ $thing }” and “{ $other }” on this device
sdk-device-again = You have taken this before
sdk-device-popular = Many people here buy this
# $thing: by its name.
sdk-device-alike = Like “{ $thing }”
sdk-device-filler = From the catalog, in no special order
