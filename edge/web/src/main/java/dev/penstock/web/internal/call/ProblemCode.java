package dev.penstock.web.internal.call;

import java.util.Locale;

/** What can be wrong. The code, the name in lower case with dashes, never changes its meaning. */
public enum ProblemCode {
  REQUEST_MALFORMED(400, "The request is not HTTP as it must be", "Correct the request."),
  QUERY_MALFORMED(
      400, "The query cannot be read", "Write each parameter as name=value, in percent-encoding."),
  PARAMETER_UNKNOWN(400, "There is no such parameter", "Leave it out, or correct its name."),
  PARAMETER_REPEATED(400, "A parameter is there twice", "Give it once."),
  PARAMETER_MISSING(400, "A parameter is missing", "Add it."),
  PARAMETER_INVALID(400, "A parameter has a value that is not allowed", "Give an allowed value."),
  CURSOR_INVALID(
      400,
      "The cursor does not belong to this request",
      "Use the address in \"next\" as it is, or begin again without a cursor."),
  BODY_MALFORMED(400, "The body is not as it must be", "Correct what the problem names."),
  CHECKPOINT_MALFORMED(
      400, "The request of a log cannot be read", "Send it as C2SP tlog-witness has it."),
  SIGN_IN_REFUSED(
      401,
      "The sign-in was refused",
      "Check name, password and code; after too many tries wait, or ask an administrator."),
  SECOND_FACTOR_NEEDED(401, "A second factor is due", "Send the code of the authenticator app."),
  SESSION_NEEDED(401, "Nobody is signed in", "Sign in first."),
  SESSION_LOCKED(401, "The session is locked", "Unlock it."),
  UNAUTHORIZED(
      401,
      "The token is missing or wrong",
      "Send the header Authorization: Bearer, and the token from the node's token file."),
  PASSWORD_CHANGE_DUE(403, "The password must be changed first", "Choose one of your own."),
  DISPLAY_LOOKS(
      403,
      "A display does nothing but look",
      "Sign in as a person, in another browser or on another machine."),
  CSRF_WRONG(
      403,
      "The request does not come from the console",
      "Send the header Penstock-Csrf with what the session says, from a page of this node."),
  NOT_PERMITTED(403, "No role that you hold allows this", "Ask an administrator for a role."),
  STEP_UP_NEEDED(403, "You must show again who you are", "Step up, and ask again."),
  PASSKEY_NEEDED(
      403,
      "This takes a passkey",
      "Add one on the account page; where the node can have none, give it a host name."),
  SET_UP_CODE_WRONG(
      403, "The set-up code is wrong", "Read it off the node's output, or make a new one there."),
  APPROVER_IS_AUTHOR(403, "Nobody approves what they asked for", "Let somebody else approve."),
  CHECKPOINT_NOT_SIGNED(
      403,
      "No key that is known here of the log signed the checkpoint",
      "Give the operator of this witness the log's key."),
  COMMAND_DENIED(
      403,
      "The conduit's policy does not let this be written",
      "Ask who looks after the policy; docs/conduit.md says what a refusal means."),
  NOT_FOUND(404, "There is nothing at this address", "See /openapi for what there is."),
  SOURCE_UNKNOWN(404, "No source has this name or number", "See /api/v1/sources."),
  POINT_UNKNOWN(404, "The source has no such point", "See the points of the source."),
  RECORD_UNKNOWN(404, "No record is sealed at this place", "Take the place from a row."),
  BLOB_UNKNOWN(404, "No payload of this digest is kept", "Take the digest from a row."),
  PROOF_UNKNOWN(
      404, "No proof of this digest is kept", "Take the digest from a result of an anchor."),
  NOT_PUBLISHED_YET(
      404, "No published checkpoint covers this yet", "Ask again in a moment; see Retry-After."),
  NOT_IN_LOG(404, "The log has no such resource", "See /log/checkpoint for the log's size."),
  NOT_WITNESSED(
      404, "This node witnesses no such log", "Ask the operator of this node to follow the log."),
  PERSON_UNKNOWN(404, "There is no such person", "See /api/v1/people."),
  SESSION_UNKNOWN(404, "There is no such session", "See /api/v1/sessions."),
  TOKEN_UNKNOWN(404, "There is no such token", "See /api/v1/tokens."),
  APPROVAL_UNKNOWN(404, "There is no such request", "See /api/v1/approvals."),
  PLANT_UNKNOWN(404, "There is no such model of the plant", "See /api/v1/plant/versions."),
  CONNECTIONS_UNKNOWN(
      404, "There are no such connections", "See /api/v1/connections and its versions."),
  CONDUIT_UNKNOWN(404, "There is no such conduit", "See /api/v1/map."),
  CERTIFICATE_UNKNOWN(404, "There is no such certificate or list", "See /api/v1/certificates."),
  COMMAND_UNKNOWN(404, "There is no such command", "See the records of the device's commands."),
  NOTICE_UNKNOWN(404, "There is no such notice", "See /api/v1/notices."),
  METHOD_NOT_ALLOWED(405, "This address has no such method", "Use a method that Allow names."),
  TOO_SLOW_SENDER(408, "The request did not come in time", "Send it again, faster."),
  SOURCE_TAKEN(409, "The source is heard by another way", "Choose another name for the source."),
  SET_UP_DONE(409, "The node has its first person already", "Sign in."),
  NAME_TAKEN(409, "Somebody has this name", "Choose another one."),
  APPROVAL_CLOSED(409, "The request is no longer open", "Look at what came of it."),
  DIGEST_DIFFERS(
      409, "This is not the request that was shown", "Look at the request again, then decide."),
  CONFLICT(409, "This does not fit what is there", "Look at it again."),
  PRUNED(410, "This was here and was dropped by policy", "Look in an export made before."),
  BODY_TOO_LARGE(413, "The body is too large", "Send less, or send it in parts."),
  URI_TOO_LONG(414, "The address is too long", "Shorten it."),
  CONTENT_TYPE_INVALID(
      415, "The content type cannot be kept", "Send 1 to 255 printable ASCII characters, or none."),
  BODY_NOT_JSON(415, "The body is not called JSON", "Send it as application/json."),
  BODY_NOT_YAML(415, "The body is not called YAML", "Send it as application/yaml."),
  BODY_NOT_CSV(415, "The body is not called a table", "Send it as text/csv."),
  HOST_NOT_ALLOWED(
      421, "The node does not answer to this host name", "Use the address the node is bound to."),
  PASSWORD_REFUSED(422, "The password may not be used", "Choose one that meets the rules."),
  NAME_REFUSED(422, "The name may not be used", "Choose another one."),
  ROLES_REFUSED(422, "Nobody may hold these roles together", "Choose other roles."),
  REQUEST_REFUSED(422, "This cannot be done", "See what the problem says."),
  PASSKEY_REFUSED(422, "The passkey was not taken", "Try again, or use another authenticator."),
  EVENT_REFUSED(422, "The event was not kept, and that is recorded", "Do not send it again."),
  NAMES_FULL(
      422,
      "Too many new sources or points came by this way",
      "Use names that exist, or raise the limit in the settings."),
  CERTIFICATE_IMPOSSIBLE(422, "There can be no certificate for this", "Ask for what is possible."),
  BUNDLE_IMPOSSIBLE(422, "There can be no bundle of this", "Ask for what is possible."),
  PLANT_UNSOUND(
      422,
      "The model breaks rules of structure",
      "Correct what the reasons name, and send it again."),
  CONNECTIONS_UNSOUND(
      422, "The connections have faults", "Correct what the reasons name, and send it again."),
  MAP_IMPOSSIBLE(422, "There can be no drawing of this", "Take the list, or ask for fewer zones."),
  LOG_INCONSISTENT(
      422,
      "The log did not only grow",
      "Find out why before anybody trusts the log; both notes may be evidence."),
  TOO_MANY_TRIES(429, "Too many tries came from there", "Wait; see Retry-After."),
  TOO_MANY_REQUESTS(429, "Too many requests from one address", "Ask again later; see Retry-After."),
  ASKED_TOO_OFTEN(429, "The log asks too often", "Ask again later; see Retry-After."),
  HEADERS_TOO_LARGE(431, "The header fields are too large", "Send fewer or shorter ones."),
  INTERNAL(500, "The node made a mistake", "Tell the operator the number of the incident."),
  EVIDENCE_DAMAGED(
      500, "What is stored contradicts itself and is not handed out", "Run penstock fsck."),
  STORE_FAILED(500, "What is stored could not be read", "See the node's log; check the disk."),
  BUSY(503, "Too much is being asked at once", "Ask again later; see Retry-After."),
  INTAKE_FULL(
      503, "Nothing more can be taken in just now", "Send it again later; see Retry-After."),
  NOT_DURABLE_IN_TIME(
      503,
      "It is not known whether the event is durable",
      "Send it again with repeated=true: it may be kept twice, and is not lost."),
  QUERY_TOO_SLOW(
      503, "The answer took too long", "Ask for less: a shorter time, or a smaller limit."),
  AUDIT_UNWRITABLE(
      503,
      "What you ask cannot be recorded, so it was not done",
      "See what keeps the node from recording; check its disk."),
  PEOPLE_UNUSABLE(
      503,
      "The file of people cannot be used",
      "See the node's log; nobody can sign in until it is mended."),
  STOPPING(503, "The node is stopping", "Ask again when it runs.");

  private final int status;
  private final String title;
  private final String remedy;

  ProblemCode(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  /** As it stands in an answer. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public int status() {
    return status;
  }

  /** What it is, the same each time. */
  public String title() {
    return title;
  }

  /** What whoever asks can do. */
  public String remedy() {
    return remedy;
  }
}
