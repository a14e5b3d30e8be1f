package dev.penstock.notices.send;

import java.io.IOException;

/** Where the state of a board is kept. */
public interface NoticeStore {
  /** Nowhere: after a restart nobody knows who was told. */
  NoticeStore NOWHERE = _ -> {};

  /** Replaces what was kept; durable on return. */
  void keep(byte[] state) throws IOException;
}
