package dev.penstock.flow.devices;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.ExtentList;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.merkle.Digest;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the blocks of devices together from the frames that a sealer reads, so that they become
 * leaves between the gateway's own. One thread at a time.
 */
public final class DeviceAssembly {
  private static final long NONE = -1;

  private final Set<Digest> covered;
  private final ExtentList places = new ExtentList();
  private int records;
  private long low = NONE;

  /**
   * At a start.
   *
   * @param covered links of the blocks that are leaves already, of those that may be read again
   */
  public DeviceAssembly(Set<Digest> covered) {
    this.covered = Set.copyOf(covered);
  }

  /**
   * Takes the next frame for which {@link DeviceFrames#isOne} holds; gives the block that is whole
   * with it, unless it is a leaf already.
   */
  public Optional<ClosedBlock> take(Frame frame) {
    if (frame.source() == DeviceFrames.RECORDS) {
      add(frame);
      return Optional.empty();
    }
    if (frame.source() != DeviceFrames.HEADERS) {
      return Optional.empty();
    }
    return switch (DeviceFrames.header(frame)) {
      case Decoded.Value<DeviceFrames.Header>(var header) -> close(frame.position(), header);
      case Decoded.Refused<DeviceFrames.Header>(var refusal) ->
          throw new IllegalStateException(
              "frame " + frame.position() + " has no header of a device's block: " + refusal);
    };
  }

  private void add(Frame frame) {
    if (low == NONE) {
      low = frame.position();
    }
    for (int i = 0; i < frame.count(); i++) {
      long address = BlockExtents.address(frame.recordClass(), frame.segment(), frame.offsetOf(i));
      places.add(address, frame.startOf(i + 1) - frame.startOf(i));
      records++;
    }
  }

  private Optional<ClosedBlock> close(long position, DeviceFrames.Header header) {
    Block block = header.block();
    var lane = new Lane.Device(header.source(), header.receivedTime());
    BlockExtents extents = places.take(lane, position, header.key());
    int found = records;
    records = 0;
    low = NONE;
    // What begins in the middle of a block was sealed before the place where reading began.
    if (covered.contains(block.link())) {
      return Optional.empty();
    }
    if (found != block.header().count()) {
      throw new IllegalStateException(
          "the journal has "
              + found
              + " of "
              + block.header().count()
              + " records before frame "
              + position);
    }
    return Optional.of(new ClosedBlock(block, extents));
  }

  /** The position from which a reader must begin after a crash; or else this. */
  public long low(long otherwise) {
    return low == NONE ? otherwise : Math.min(low, otherwise);
  }
}
