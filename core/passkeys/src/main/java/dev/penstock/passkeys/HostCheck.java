package dev.penstock.passkeys;

import java.util.Locale;

/**
 * One thing that must hold before passkeys work under a host name.
 *
 * @param code which of the kind's findings it is, a word for programs
 * @param about what the words name besides the host: addresses, another name; may be empty
 * @param why what was found, a sentence
 * @param remedy what to do, in sentences; empty where nothing is to be done
 */
public record HostCheck(
    Kind kind, State state, String code, String about, String why, String remedy) {
  /** What is looked at, in this order. */
  public enum Kind {
    /** Whether browsers take it for a domain. */
    FORM,
    /** Whether the machine's resolver knows it. */
    LOOKUP,
    /** Whether it leads to where the node listens. */
    LISTENS,
    /** Whether the node answers to it. */
    ANSWERS,
    /** Whether the certificate that is shown covers it. */
    CERTIFICATE,
    /** Whether it is the name that passkeys are bound to. */
    PASSKEYS;

    /** The word for programs. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What came of it. */
  public enum State {
    OK,
    FAILED,
    /** Nothing can be said before something else is right. */
    OPEN;

    /** The word for programs. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
