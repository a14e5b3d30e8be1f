package dev.penstock.notices;

/** Whoever keeps what happens on a board. It is called by the board's owner and must not wait. */
public interface NoticeListener {
  /** Nobody. */
  NoticeListener NONE = _ -> {};

  void happened(NoticeEvent event);
}
