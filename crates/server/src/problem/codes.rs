//! The catalogue: every code a problem can have, with its status and its title.

use axum::http::StatusCode;

macro_rules! catalogue {
    ($($variant:ident, $status:ident, $name:literal, $title:literal;)*) => {
        /// What went wrong, as a stable name for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name that stands in `code` and at the end of `type`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The status that goes with it, unless the place where it happened asks for another.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            /// One line for people.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

catalogue! {
    // The message as such.
    MalformedRequest, BAD_REQUEST, "malformed_request", "The request is not well-formed HTTP/1.1";
    MissingHost, BAD_REQUEST, "missing_host", "The request has no Host field";
    UnexpectedBody, BAD_REQUEST, "unexpected_body", "This method takes no body";
    IncompleteBody, BAD_REQUEST, "incomplete_body", "The body ended too early";
    MalformedEncoding, BAD_REQUEST, "malformed_encoding", "The body cannot be decompressed";
    MethodNotAllowed, METHOD_NOT_ALLOWED, "method_not_allowed", "The method is not allowed here";
    NotAcceptable, NOT_ACCEPTABLE, "not_acceptable", "None of the accepted media types can be served";
    RequestTimeout, REQUEST_TIMEOUT, "request_timeout", "The request took too long to arrive";
    PayloadTooLarge, PAYLOAD_TOO_LARGE, "payload_too_large", "The body is too large";
    UriTooLong, URI_TOO_LONG, "uri_too_long", "The address is too long";
    UnsupportedMediaType, UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The media type is not supported";
    UnsupportedEncoding, UNSUPPORTED_MEDIA_TYPE, "unsupported_encoding", "The content encoding is not supported";
    ExpectationFailed, EXPECTATION_FAILED, "expectation_failed", "The expectation cannot be met";
    MisdirectedRequest, MISDIRECTED_REQUEST, "misdirected_request", "This server does not answer for that host";
    HeadersTooLarge, REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_large", "The header fields are too many or too large";
    UnsupportedTransferCoding, NOT_IMPLEMENTED, "unsupported_transfer_coding", "The transfer coding is not supported";
    HttpVersionUnsupported, HTTP_VERSION_NOT_SUPPORTED, "http_version_unsupported", "The HTTP version is not supported";

    // JSON.
    MalformedJson, BAD_REQUEST, "malformed_json", "The body is not JSON";
    JsonTooDeep, BAD_REQUEST, "json_too_deep", "The JSON is nested too deeply";
    DuplicateKey, BAD_REQUEST, "duplicate_key", "A key stands twice in one object";
    InvalidUtf8, BAD_REQUEST, "invalid_utf8", "The text is not valid UTF-8";
    UnknownField, UNPROCESSABLE_ENTITY, "unknown_field", "A field is not known";
    MissingField, UNPROCESSABLE_ENTITY, "missing_field", "A field is missing";
    InvalidCharacters, UNPROCESSABLE_ENTITY, "invalid_characters", "A text holds characters that are not allowed";
    InvalidNumber, UNPROCESSABLE_ENTITY, "invalid_number", "A number is out of range or of the wrong kind";
    InvalidType, UNPROCESSABLE_ENTITY, "invalid_type", "A value has the wrong type";
    InvalidValue, UNPROCESSABLE_ENTITY, "invalid_value", "A value is not one of those allowed";
    InvalidTime, UNPROCESSABLE_ENTITY, "invalid_time", "A time is malformed or not allowed";
    InvalidUrl, UNPROCESSABLE_ENTITY, "invalid_url", "An address is not allowed";
    RuleTooComplex, UNPROCESSABLE_ENTITY, "rule_too_complex", "A rule has too many terms, or is nested too deeply";
    LimitExceeded, UNPROCESSABLE_ENTITY, "limit_exceeded", "A value is longer, larger or more than allowed";
    ReservedName, UNPROCESSABLE_ENTITY, "reserved_name", "A name is reserved";

    // Identifiers and parameters.
    InvalidIdentifier, BAD_REQUEST, "invalid_identifier", "An identifier is malformed";
    AmbiguousParameter, BAD_REQUEST, "ambiguous_parameter", "A parameter is given twice";
    InvalidParameter, BAD_REQUEST, "invalid_parameter", "A parameter is malformed or not known";
    SensitiveInUrl, BAD_REQUEST, "sensitive_in_url", "Secrets and addresses of people do not belong in a URL";
    Coordinates, BAD_REQUEST, "coordinates", "Where somebody is is not taken in";
    NotFound, NOT_FOUND, "not_found", "There is nothing here";

    // Who asks.
    Unauthenticated, UNAUTHORIZED, "unauthenticated", "A valid key or token is needed";
    InsufficientScope, FORBIDDEN, "insufficient_scope", "The key does not allow this";
    SubjectMismatch, FORBIDDEN, "subject_mismatch", "Key and request name different subjects";
    OriginNotAllowed, FORBIDDEN, "origin_not_allowed", "The origin is not allowed";
    IdentityUnproven, FORBIDDEN, "identity_unproven", "It is not proven for whom this key speaks";
    CrossSite, FORBIDDEN, "cross_site", "The request comes from another site";
    LinkInvalid, NOT_FOUND, "link_invalid", "The link opens nothing any more";
    SessionNeeded, FORBIDDEN, "session_needed", "These pages open from the shop's own pages";
    InvalidCookie, BAD_REQUEST, "invalid_cookie", "The cookie is malformed";
    RateLimited, TOO_MANY_REQUESTS, "rate_limited", "Too many requests";

    // Statements and decisions.
    UnknownPurpose, UNPROCESSABLE_ENTITY, "unknown_purpose", "The purpose is not known";
    EvidenceMissing, UNPROCESSABLE_ENTITY, "evidence_missing", "A grant needs evidence";
    BundledConsent, UNPROCESSABLE_ENTITY, "bundled_consent", "Each purpose needs an answer of its own";
    NoticeVersionConflict, CONFLICT, "notice_version_conflict", "The notice was changed since it was shown";
    NotInNotice, UNPROCESSABLE_ENTITY, "not_in_notice", "The notice that was shown does not tell of this";
    SnapshotInvalid, UNPROCESSABLE_ENTITY, "snapshot_invalid", "The snapshot of the notice does not hold";
    SnapshotUsed, CONFLICT, "snapshot_used", "The snapshot of the notice was answered already";
    NoticeRefused, UNPROCESSABLE_ENTITY, "notice_refused", "The notice is not fair, or not complete";
    SensitiveTopic, UNPROCESSABLE_ENTITY, "sensitive_topic", "Nothing is kept about a topic this delicate";
    InvalidSignal, UNPROCESSABLE_ENTITY, "invalid_signal", "A signal can not be read";
    AgeGate, FORBIDDEN, "age_gate", "A guardian's authorisation is needed";

    // Who is who.
    IdentifierTaken, CONFLICT, "identifier_taken", "The identifier is linked to somebody else";
    IdentityNested, CONFLICT, "identity_nested", "A device can not have devices of its own";

    // Requests about people's data.
    RequestClosed, CONFLICT, "request_closed", "The request is closed";
    RequestStep, CONFLICT, "request_step", "The step does not follow from where the request is";
    IdentityNotAsked, CONFLICT, "identity_not_asked", "Nobody may be asked who they are for this";

    // Recipients.
    RecipientNotInNotice, FORBIDDEN, "recipient_not_in_notice", "No notice tells people of this recipient";
    ApprovalRequired, FORBIDDEN, "approval_required", "A second person has to approve this";
    ApprovalInvalid, FORBIDDEN, "approval_invalid", "The approval does not hold for this";

    // State.
    InvalidIdempotencyKey, BAD_REQUEST, "invalid_idempotency_key", "The idempotency key is malformed";
    IdempotencyInFlight, CONFLICT, "idempotency_in_flight", "The same request is being worked on";
    IdempotencyMismatch, UNPROCESSABLE_ENTITY, "idempotency_mismatch", "The key was used for another request";
    OutcomeConflict, CONFLICT, "outcome_conflict", "Another outcome was told before";
    OutcomeLate, CONFLICT, "outcome_late", "The decision lies too far back";

    // Ours.
    Internal, INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side";
    Overloaded, SERVICE_UNAVAILABLE, "overloaded", "The server is too busy";
    Draining, SERVICE_UNAVAILABLE, "draining", "The server is stopping";
    StorageFailed, SERVICE_UNAVAILABLE, "storage_failed", "The data could not be stored";
    StorageFull, INSUFFICIENT_STORAGE, "storage_full", "There is no room left to store the data";
    Sealed, SERVICE_UNAVAILABLE, "sealed", "Sealed data does not open";
}
