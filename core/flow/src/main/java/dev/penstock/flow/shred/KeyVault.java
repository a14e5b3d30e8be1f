package dev.penstock.flow.shred;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.shred.PeriodKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Keeps the keys of sealed values, and destroys them. Everything is durable on return. Safe for
 * several threads.
 */
public interface KeyVault {
  /**
   * The key for a value that comes now: one that stands for this time and is not condemned, or a
   * new one, which is durable before anybody can use it.
   *
   * @param at ns since 1970: when the record was received
   * @param policy says how long a new key shall serve
   */
  PeriodKey keyFor(long source, long at, ShredPolicy policy) throws IOException;

  /** The key of this id, or what became of it. */
  KeyFound find(ByteString id) throws IOException;

  /** All keys of a source, in the order in which they were made. */
  List<KeyPeriod> periods(long source);

  /** Notes that keys shall be destroyed; from now on nothing is sealed with them. */
  void order(ShredOrder order) throws IOException;

  /**
   * Notes that the next step of an order was taken. {@link ShredOrder.Step#DESTROYED} destroys the
   * keys: from then on nobody is given one, and then its bytes are overwritten.
   */
  void advance(ByteString order, ShredOrder.Step step) throws IOException;

  /** Orders that are not {@link ShredOrder.Step#DONE}, with the last step that was taken. */
  Map<ShredOrder, ShredOrder.Step> unfinished();
}
