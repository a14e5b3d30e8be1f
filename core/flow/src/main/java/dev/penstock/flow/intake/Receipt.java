package dev.penstock.flow.intake;

/**
 * What the giver of a message waits for before it lets its own sender forget the message. Exactly
 * one of {@link #durable} and {@link #refused} is called, once, by any thread; neither blocks, so
 * that a journal's thread can call them.
 *
 * <p>When the process ends first, none is called: the sender still owns the message and sends it
 * again.
 */
public interface Receipt {
  /** For what nobody waits for. */
  Receipt NONE =
      new Receipt() {
        @Override
        public void durable() {}

        @Override
        public void refused(String reason) {}
      };

  /**
   * The source has another name in the ledger than it was given by, because that name belongs to
   * one that is heard by another way. Called before {@link #durable}, and as often as is needed.
   */
  default void filedUnder(String source) {}

  /**
   * False once whoever waits has given up, and nothing came of what was offered: then it must not
   * be written either, and {@link #refused} is called. It may be too late for that.
   */
  default boolean isWanted() {
    return true;
  }

  /**
   * True where somebody waits who gives up before long, and then {@link #isWanted} is false: such
   * things never pile up. What has happened and is to be written whenever there is room is none of
   * them.
   */
  default boolean isPassing() {
    return false;
  }

  /** The message, or the record that stands for it, survives a crash from now on. */
  void durable();

  /**
   * The message is not kept, and that it is not kept is itself recorded and durable; the sender may
   * forget it, for sending it again would change nothing.
   *
   * @param reason one line for the operator, without the content
   */
  void refused(String reason);
}
