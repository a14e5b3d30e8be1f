package dev.penstock.access;

import java.time.Duration;

/**
 * The numbers of access control, each within a range that keeps it a protection.
 *
 * @param grades how the second of two people must prove to agree
 */
public record Settings(
    Sitting sitting, Guessing guessing, Passwords passwords, Terms terms, ApprovalGrades grades) {
  /** What holds when nobody says otherwise. */
  public static final Settings DEFAULT =
      new Settings(
          Sitting.DEFAULT,
          Guessing.DEFAULT,
          Passwords.DEFAULT,
          Terms.DEFAULT,
          ApprovalGrades.DEFAULT);

  /** The same, with other grades. */
  public Settings with(ApprovalGrades other) {
    return new Settings(sitting, guessing, passwords, terms, other);
  }

  /**
   * Limits of a session. Req: 62443-4-2 CR 2.5, 62443-4-2 CR 2.7
   *
   * @param idle without activity until the session locks
   * @param whole from sign-in until it ends, whatever happens
   * @param perPerson how many one person may have at once
   * @param stepUp for how long a fresh proof counts for critical actions
   */
  public record Sitting(Duration idle, Duration whole, int perPerson, Duration stepUp) {
    public static final Sitting DEFAULT =
        new Sitting(Duration.ofMinutes(15), Duration.ofHours(12), 3, Duration.ofMinutes(5));

    public Sitting {
      Checks.mustBeIn("idle lock", idle, Duration.ofMinutes(1), Duration.ofHours(4));
      Checks.mustBeIn("session", whole, Duration.ofMinutes(10), Duration.ofHours(24));
      Checks.mustBeIn("sessions of one person", perPerson, 1, 16);
      Checks.mustBeIn("step-up", stepUp, Duration.ofMinutes(1), Duration.ofMinutes(30));
    }
  }

  /**
   * What wrong passwords lead to. Req: 62443-4-2 CR 1.11
   *
   * @param triesMax so many wrong ones within the window lock
   * @param lockFirst how long the first time; each further lock is twice as long
   * @param lockMax and never longer
   * @param originTriesMax so many wrong ones from one address within a minute make it wait
   */
  public record Guessing(
      int triesMax, Duration window, Duration lockFirst, Duration lockMax, int originTriesMax) {
    public static final Guessing DEFAULT =
        new Guessing(5, Duration.ofMinutes(15), Duration.ofMinutes(1), Duration.ofHours(1), 20);

    public Guessing {
      Checks.mustBeIn("wrong passwords until a lock", triesMax, 2, 20);
      Checks.mustBeIn(
          "window of wrong passwords", window, Duration.ofMinutes(1), Duration.ofHours(24));
      Checks.mustBeIn("first lock", lockFirst, Duration.ofSeconds(10), Duration.ofHours(1));
      Checks.mustBeIn("longest lock", lockMax, lockFirst, Duration.ofHours(24));
      Checks.mustBeIn("wrong passwords of an address in a minute", originTriesMax, 5, 1000);
    }
  }

  /**
   * What a password must be. Req: 62443-4-2 CR 1.7
   *
   * @param lengthMin in characters
   * @param kindsMin of small letters, capitals, digits and others; 1 asks for nothing
   * @param history how many earlier ones are refused
   */
  public record Passwords(int lengthMin, int kindsMin, int history) {
    public static final Passwords DEFAULT = new Passwords(12, 1, 5);

    public Passwords {
      Checks.mustBeIn("shortest password", lengthMin, 8, 64);
      Checks.mustBeIn("kinds of characters", kindsMin, 1, 4);
      Checks.mustBeIn("earlier passwords", history, 0, PasswordKept.EARLIER_MAX);
    }
  }

  /**
   * How long what was given lasts.
   *
   * @param initialPassword from being given until it must have been changed
   * @param approval from a request until it expires
   * @param auditorMax the longest term of an auditor
   * @param tokenMax the longest term of a service account
   */
  public record Terms(
      Duration initialPassword, Duration approval, Duration auditorMax, Duration tokenMax) {
    public static final Terms DEFAULT =
        new Terms(
            Duration.ofDays(7), Duration.ofHours(24), Duration.ofDays(366), Duration.ofDays(366));

    public Terms {
      Checks.mustBeIn(
          "initial password", initialPassword, Duration.ofHours(1), Duration.ofDays(30));
      Checks.mustBeIn("approval", approval, Duration.ofMinutes(10), Duration.ofDays(14));
      Checks.mustBeIn("term of an auditor", auditorMax, Duration.ofDays(1), Duration.ofDays(366));
      Checks.mustBeIn(
          "term of a service account", tokenMax, Duration.ofDays(1), Duration.ofDays(1100));
    }
  }
}
