package dev.penstock.web;

import dev.penstock.access.Action;
import dev.penstock.access.GrantRules;
import dev.penstock.access.PasswordRules;
import dev.penstock.access.Role;
import dev.penstock.access.Way;
import dev.penstock.reception.Refusal;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** What reception says, as HTTP says it. */
final class Replies {
  private Replies() {}

  /** The answer to what was asked for, or the problem. */
  static <T> Answer of(
      dev.penstock.reception.Answer<T> said, Function<? super T, Answer> whenGiven) {
    return switch (said) {
      case dev.penstock.reception.Answer.Given<T>(var value) -> whenGiven.apply(value);
      case dev.penstock.reception.Answer.Refused<T>(var refusal) -> problem(refusal);
    };
  }

  /** It is done, and there is nothing to say. */
  static Answer done() {
    return Answer.of(204, Answer.JSON, new byte[0]);
  }

  static Answer problem(Refusal refusal) {
    return switch (refusal) {
      case Refusal.SignInRefused() ->
          of(ProblemCode.SIGN_IN_REFUSED, "Name, password or code were not accepted.");
      case Refusal.SecondFactorNeeded() ->
          of(ProblemCode.SECOND_FACTOR_NEEDED, "The account has an authenticator app.");
      case Refusal.SessionNeeded() -> of(ProblemCode.SESSION_NEEDED, "No session was shown.");
      case Refusal.SessionLocked() ->
          of(ProblemCode.SESSION_LOCKED, "The session was idle, or somebody locked it.");
      case Refusal.PasswordChangeDue() ->
          of(ProblemCode.PASSWORD_CHANGE_DUE, "Somebody else has seen the password.");
      case Refusal.DisplayLooks() ->
          of(ProblemCode.DISPLAY_LOOKS, "A screen on the wall looks and does nothing else.");
      case Refusal.CsrfWrong() ->
          of(ProblemCode.CSRF_WRONG, "The request does not show that it comes from a page here.");
      case Refusal.NotPermitted(var action, var roles) -> notPermitted(action, roles);
      case Refusal.StepUpNeeded(var how, var by) ->
          Answer.problem(
              Problem.of(ProblemCode.STEP_UP_NEEDED, sentence(how))
                  .because(by.stream().map(Way::wireName).toList()));
      case Refusal.PasskeyNeeded(var how) -> of(ProblemCode.PASSKEY_NEEDED, sentence(how));
      case Refusal.SetUpCodeWrong() ->
          of(ProblemCode.SET_UP_CODE_WRONG, "It is not the code that the node showed last.");
      case Refusal.SetUpDone() -> of(ProblemCode.SET_UP_DONE, "Somebody has set this node up.");
      case Refusal.ApproverIsAuthor() ->
          of(ProblemCode.APPROVER_IS_AUTHOR, "You asked for this yourself.");
      case Refusal.ApprovalClosed() ->
          of(ProblemCode.APPROVAL_CLOSED, "It was decided, taken back, or it expired.");
      case Refusal.DigestDiffers() ->
          of(ProblemCode.DIGEST_DIFFERS, "The digest is not that of the request.");
      case Refusal.NameTaken() -> of(ProblemCode.NAME_TAKEN, "Somebody has that name.");
      case Refusal.Conflict(var text) -> of(ProblemCode.CONFLICT, sentence(text));
      case Refusal.RolesRefused(var faults) -> rolesRefused(faults);
      case Refusal.PersonUnknown() -> of(ProblemCode.PERSON_UNKNOWN, "Nobody has that number.");
      case Refusal.ApprovalUnknown() ->
          of(ProblemCode.APPROVAL_UNKNOWN, "No request has that number.");
      case Refusal.SessionUnknown() ->
          of(ProblemCode.SESSION_UNKNOWN, "No session that goes on has that number.");
      case Refusal.TokenUnknown() -> of(ProblemCode.TOKEN_UNKNOWN, "No token has that number.");
      case Refusal.PasskeyUnknown() ->
          of(ProblemCode.PASSKEY_REFUSED, "The account has no such passkey.");
      case Refusal.PasskeyRefused(var text) -> of(ProblemCode.PASSKEY_REFUSED, sentence(text));
      case Refusal.PasswordRefused(var faults) -> passwordRefused(faults);
      case Refusal.NameRefused(var text) -> of(ProblemCode.NAME_REFUSED, sentence(text));
      case Refusal.FieldRefused(var field, var allowed) ->
          Answer.problem(
              Problem.of(ProblemCode.BODY_MALFORMED, "The field " + field + " is out of range.")
                  .at(field)
                  .allowing(allowed));
      case Refusal.TooManyTries(var after) ->
          Answer.problem(
              Problem.of(ProblemCode.TOO_MANY_TRIES, "Too many came at once, or were wrong.")
                  .retryAfter(Math.clamp(after.toSeconds() + 1, 1, 86_400)));
      case Refusal.AuditUnwritable() ->
          of(ProblemCode.AUDIT_UNWRITABLE, "No record could be made durable in time.");
      case Refusal.StoreUnwritable() ->
          of(ProblemCode.STORE_FAILED, "The file of people could not be written.");
    };
  }

  private static Answer notPermitted(Action action, Collection<Role> roles) {
    String names = roles.stream().map(Role::wireName).collect(Collectors.joining(", "));
    return Answer.problem(
        Problem.of(ProblemCode.NOT_PERMITTED, "This takes " + action.wireName() + ".")
            .at(action.wireName())
            .allowing("roles " + names));
  }

  private static Answer rolesRefused(Collection<GrantRules.Fault> faults) {
    String text = faults.stream().map(GrantRules.Fault::text).collect(joining());
    return Answer.problem(
        Problem.of(ProblemCode.ROLES_REFUSED, sentence(text))
            .at("roles")
            .because(faults.stream().map(Replies::word).toList()));
  }

  private static Answer passwordRefused(Collection<PasswordRules.Fault> faults) {
    String text = faults.stream().map(PasswordRules.Fault::text).collect(joining());
    return Answer.problem(
        Problem.of(ProblemCode.PASSWORD_REFUSED, sentence(text))
            .at("password")
            .because(faults.stream().map(PasswordRules.Fault::wireName).toList()));
  }

  private static String word(GrantRules.Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Collector<CharSequence, ?, String> joining() {
    return Collectors.joining("; ");
  }

  private static Answer of(ProblemCode code, String detail) {
    return Answer.problem(code, detail);
  }

  /** Words of reception begin small and have no full stop. */
  private static String sentence(String words) {
    return words.isEmpty()
        ? "It was refused."
        : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
