package dev.penstock.web;

import dev.penstock.json.JsonFields;
import dev.penstock.json.JsonForm;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Call;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads what a request carries as JSON. A body must call itself JSON: a form of another site cannot
 * do that without being asked first (WHATWG Fetch, CORS-preflight).
 */
final class Bodies {
  /** What comes back when a body is not as it must be. */
  static final Set<Integer> STATUSES = Set.of(408, 409, 413, 415, 422);

  private static final String JSON = "application/json(; ?charset=utf-8)?";

  private Bodies() {}

  /** What is done with a body that is as it must be. */
  interface Use<T> {
    Answer answer(T body) throws IOException, InterruptedException;
  }

  /** Reads the body's fields and answers by what they mean. */
  static <T> Answer read(Call call, Function<JsonFields, JsonForm<T>> form, Use<T> use)
      throws IOException, InterruptedException {
    if (call.contentType().filter(type -> type.toLowerCase(Locale.ROOT).matches(JSON)).isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.BODY_NOT_JSON, "The request does not say that its body is JSON.")
              .at("Content-Type")
              .allowing("application/json"));
    }
    return switch (call.body(JsonLimits.REQUEST.bytesMax())) {
      case Call.Body.TooLarge() ->
          Answer.problem(
              Problem.of(ProblemCode.BODY_TOO_LARGE, "No request of this kind is so long.")
                  .at("body")
                  .allowing("0 to " + JsonLimits.REQUEST.bytesMax() + " bytes"));
      case Call.Body.TooSlow() ->
          Answer.problem(ProblemCode.TOO_SLOW_SENDER, "The body did not come to its end.");
      case Call.Body.Whole(var bytes) ->
          switch (JsonReader.read(bytes, JsonLimits.REQUEST)) {
            case JsonReading.Refused(var offset, var why) ->
                malformed("At byte " + offset + ": " + why + ".", "body");
            case JsonReading.Value(var value) ->
                switch (form.apply(JsonFields.of(value))) {
                  case JsonForm.Refused<T> refused ->
                      malformed(
                          "The " + refused.text() + ".",
                          refused.field().isEmpty() ? "body" : refused.field());
                  case JsonForm.Filled<T>(var filled) -> use.answer(filled);
                };
          };
    };
  }

  /** A body without fields: nothing, or an empty object. */
  static Answer none(Call call, Use<Boolean> use) throws IOException, InterruptedException {
    return read(call, in -> in.end(() -> true), use);
  }

  private static Answer malformed(String detail, String where) {
    return Answer.problem(Problem.of(ProblemCode.BODY_MALFORMED, detail).at(where));
  }
}
