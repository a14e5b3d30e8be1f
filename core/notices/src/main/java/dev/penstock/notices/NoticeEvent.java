package dev.penstock.notices;

/** What happened on a board; each is worth a record. */
public sealed interface NoticeEvent {
  /** Which notice it is about. */
  NoticeKey key();

  record Raised(Notice notice) implements NoticeEvent {
    @Override
    public NoticeKey key() {
      return notice.key();
    }
  }

  record Cleared(Notice notice) implements NoticeEvent {
    @Override
    public NoticeKey key() {
      return notice.key();
    }
  }

  /**
   * Somebody says that they know.
   *
   * @param by their pseudonym, or what else asked
   */
  record Acknowledged(NoticeKey key, String by) implements NoticeEvent {}

  /**
   * Nobody said so in time.
   *
   * @param step that is taken now, the first after the beginning is 1
   */
  record Escalated(NoticeKey key, int step) implements NoticeEvent {}

  /** A channel has taken a message. */
  record Sent(NoticeKey key, String channel, Occasion occasion, int attempts)
      implements NoticeEvent {}

  /** A channel has not, and is tried again. */
  record Failed(NoticeKey key, String channel, int attempts, String why) implements NoticeEvent {}

  /** A channel has not, and is not tried again with this message. */
  record GaveUp(NoticeKey key, String channel, int attempts, String why) implements NoticeEvent {}

  /** A channel's limit holds this message back; a summary counts it. */
  record Held(NoticeKey key, String channel) implements NoticeEvent {}

  /** There is no room for another open notice; told once until there is. */
  record Refused(NoticeKey key) implements NoticeEvent {}
}
