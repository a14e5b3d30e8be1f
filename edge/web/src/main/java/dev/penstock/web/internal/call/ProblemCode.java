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
  CHECKPOINT_MALFORMED(
      400, "The request of a log cannot be read", "Send it as C2SP tlog-witness has it."),
  UNAUTHORIZED(
      401,
      "The token is missing or wrong",
      "Send the header Authorization: Bearer, and the token from the node's token file."),
  CHECKPOINT_NOT_SIGNED(
      403,
      "No key that is known here of the log signed the checkpoint",
      "Give the operator of this witness the log's key."),
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
  METHOD_NOT_ALLOWED(405, "This address has no such method", "Use a method that Allow names."),
  TOO_SLOW_SENDER(408, "The request did not come in time", "Send it again, faster."),
  SOURCE_TAKEN(409, "The source is heard by another way", "Choose another name for the source."),
  PRUNED(410, "This was here and was dropped by policy", "Look in an export made before."),
  BODY_TOO_LARGE(413, "The body is too large", "Send less, or send it in parts."),
  URI_TOO_LONG(414, "The address is too long", "Shorten it."),
  CONTENT_TYPE_INVALID(
      415, "The content type cannot be kept", "Send 1 to 255 printable ASCII characters, or none."),
  HOST_NOT_ALLOWED(
      421, "The node does not answer to this host name", "Use the address the node is bound to."),
  EVENT_REFUSED(422, "The event was not kept, and that is recorded", "Do not send it again."),
  NAMES_FULL(
      422,
      "Too many new sources or points came by this way",
      "Use names that exist, or raise the limit in the settings."),
  CERTIFICATE_IMPOSSIBLE(422, "There can be no certificate for this", "Ask for what is possible."),
  BUNDLE_IMPOSSIBLE(422, "There can be no bundle of this", "Ask for what is possible."),
  LOG_INCONSISTENT(
      422,
      "The log did not only grow",
      "Find out why before anybody trusts the log; both notes may be evidence."),
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
