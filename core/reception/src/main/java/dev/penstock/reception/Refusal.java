package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.GrantRules;
import dev.penstock.access.PasswordRules;
import dev.penstock.access.Role;
import dev.penstock.access.Way;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Why something was not done. Each is one problem of the API, by {@link #code}. */
public sealed interface Refusal {
  /** The stable name of the problem. */
  String code();

  /** The one answer to every sign-in that failed, whatever the reason. */
  record SignInRefused() implements Refusal {
    @Override
    public String code() {
      return "sign-in-refused";
    }
  }

  /** The password was right; the code of the app is missing. */
  record SecondFactorNeeded() implements Refusal {
    @Override
    public String code() {
      return "second-factor-needed";
    }
  }

  /** Nobody is signed in, or what was presented opens nothing. */
  record SessionNeeded() implements Refusal {
    @Override
    public String code() {
      return "session-needed";
    }
  }

  record SessionLocked() implements Refusal {
    @Override
    public String code() {
      return "session-locked";
    }
  }

  record PasswordChangeDue() implements Refusal {
    @Override
    public String code() {
      return "password-change-due";
    }
  }

  /** The session is that of a screen on the wall. */
  record DisplayLooks() implements Refusal {
    @Override
    public String code() {
      return "display-looks";
    }
  }

  /** The request does not come from a page of ours. */
  record CsrfWrong() implements Refusal {
    @Override
    public String code() {
      return "csrf-wrong";
    }
  }

  /**
   * The caller may not do this.
   *
   * @param rolesThatMay whom to ask
   */
  record NotPermitted(Action action, List<Role> rolesThatMay) implements Refusal {
    @Override
    public String code() {
      return "not-permitted";
    }
  }

  /**
   * The caller must prove again to be that person.
   *
   * @param how by what, for people
   * @param by by which ways, where not each will do; empty where each does
   */
  record StepUpNeeded(String how, List<Way> by) implements Refusal {
    public StepUpNeeded {
      by = List.copyOf(by);
    }

    /** By any way that the account has. */
    public StepUpNeeded(String how) {
      this(how, List.of());
    }

    @Override
    public String code() {
      return "step-up-needed";
    }
  }

  /** Nothing but a passkey's signature counts for this; {@code how} says how to get there. */
  record PasskeyNeeded(String how) implements Refusal {
    @Override
    public String code() {
      return "passkey-needed";
    }
  }

  record SetUpCodeWrong() implements Refusal {
    @Override
    public String code() {
      return "set-up-code-wrong";
    }
  }

  record SetUpDone() implements Refusal {
    @Override
    public String code() {
      return "set-up-done";
    }
  }

  record ApproverIsAuthor() implements Refusal {
    @Override
    public String code() {
      return "approver-is-author";
    }
  }

  record ApprovalClosed() implements Refusal {
    @Override
    public String code() {
      return "approval-closed";
    }
  }

  /** What the person agreed to is not what was asked. */
  record DigestDiffers() implements Refusal {
    @Override
    public String code() {
      return "digest-differs";
    }
  }

  record NameTaken() implements Refusal {
    @Override
    public String code() {
      return "name-taken";
    }
  }

  /** It does not fit what is there; {@code text} says why, for people. */
  record Conflict(String text) implements Refusal {
    @Override
    public String code() {
      return "conflict";
    }
  }

  /** The roles cannot be held so. */
  record RolesRefused(Set<GrantRules.Fault> faults) implements Refusal {
    @Override
    public String code() {
      return "conflict";
    }
  }

  record PersonUnknown() implements Refusal {
    @Override
    public String code() {
      return "person-unknown";
    }
  }

  record ApprovalUnknown() implements Refusal {
    @Override
    public String code() {
      return "approval-unknown";
    }
  }

  record SessionUnknown() implements Refusal {
    @Override
    public String code() {
      return "session-unknown";
    }
  }

  record TokenUnknown() implements Refusal {
    @Override
    public String code() {
      return "token-unknown";
    }
  }

  record PasskeyUnknown() implements Refusal {
    @Override
    public String code() {
      return "passkey-unknown";
    }
  }

  /** The passkey's answer is not good; {@code text} says why, for people. */
  record PasskeyRefused(String text) implements Refusal {
    @Override
    public String code() {
      return "passkey-refused";
    }
  }

  record PasswordRefused(Set<PasswordRules.Fault> faults) implements Refusal {
    @Override
    public String code() {
      return "password-refused";
    }
  }

  /** A name cannot be taken; {@code text} says what it may look like. */
  record NameRefused(String text) implements Refusal {
    @Override
    public String code() {
      return "name-refused";
    }
  }

  /** A field is out of its range; {@code allowed} names it. */
  record FieldRefused(String field, String allowed) implements Refusal {
    @Override
    public String code() {
      return "body-malformed";
    }
  }

  /** Too many at once, or too many wrong ones: again after a while. */
  record TooManyTries(Duration retryAfter) implements Refusal {
    @Override
    public String code() {
      return "too-many-tries";
    }
  }

  /** It could not be written down, so it was not done. */
  record AuditUnwritable() implements Refusal {
    @Override
    public String code() {
      return "audit-unwritable";
    }
  }

  /** The book of people could not be kept, so nothing changed that we know of. */
  record StoreUnwritable() implements Refusal {
    @Override
    public String code() {
      return "store-unwritable";
    }
  }
}
