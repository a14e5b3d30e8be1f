package dev.penstock.flow.delivery;

import dev.penstock.flow.journal.Frame;
import java.io.Closeable;
import java.io.IOException;

/**
 * A system that gets what the journal has. It makes of the frames that it is shown what it sends,
 * in words of its own, and keeps a link there by itself. How far it came is not its affair: what it
 * never acknowledged is shown to it again.
 *
 * <p>Frames are added, and what was added since the last time is sent as one parcel. All is called
 * by one thread and none of it waits for the link; how much is under way is bounded by {@link
 * DeliveryRules#underWayRecordsMax()}.
 */
public interface Destination extends Closeable {
  /** Is told how the link is and what arrived, by any thread; never waits. */
  interface Watch {
    /** The link stands. What was sent before is void, and no word of it will come any more. */
    void linked();

    /**
     * The link is gone, or could not be made.
     *
     * @param why one line for operators
     */
    void lost(String why);

    /** All of a parcel is theirs. */
    void acknowledged(long parcel);
  }

  /** Begins to make a link, and to make it again, until it is closed. Called once. */
  void start(Watch watch);

  /**
   * Where what is new begins was settled: all that comes into the journal from now on is added as
   * such, and all before as history. Called once for each {@link Watch#linked()}, in their order;
   * what a destination says of the present without being shown it, it reads behind this.
   */
  default void begun() {}

  /**
   * Adds what a frame has for this destination. The frame is valid only while it is shown.
   *
   * @param isHistory whether it is made good, behind what is newer
   * @return how many of its records go
   * @throws IOException when a value cannot be had for now; what was added is forgotten then
   */
  int add(Frame frame, boolean isHistory) throws IOException;

  /**
   * Sends what was added since the last time, one record at least. Without a link it goes nowhere.
   *
   * @param parcel numbers it; no number comes twice
   */
  void send(long parcel);

  /** Forgets what was added and not sent. */
  void forget();

  /** Ends the link in order, and waits for its threads. */
  @Override
  void close();
}
