package dev.penstock.cli.chain;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.chain.BlockLookup;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.record.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a chain file each block stands, so that the verifier can look at any of them again
 * without the blocks being kept in memory. The places lie in a temporary file that has no name any
 * more; memory grows by some hundred bytes for each 8,192 blocks. One thread at a time.
 */
final class BlockIndex implements BlockLookup, AutoCloseable {
  /** Places of 8,192 neighbours are a page of 64 KiB, of which a disk keeps what was written. */
  private static final int PAGE_PLACES = 8_192;

  private static final long PAGE_BYTES = (long) PAGE_PLACES * Long.BYTES;

  private final FileChannel events;
  private final FileChannel places;
  private final Map<ChainId, Map<Long, Long>> pages = new HashMap<>();
  private final ByteBuffer place = ByteBuffer.allocate(Long.BYTES);
  private long pageCount;

  private BlockIndex(FileChannel events, FileChannel places) {
    this.events = events;
    this.places = places;
  }

  /** An empty index of this chain file. */
  static BlockIndex of(Path chainFile) throws IOException {
    FileChannel events = FileChannel.open(chainFile, StandardOpenOption.READ);
    try {
      Path file = Files.createTempFile("penstock-places-", ".tmp");
      FileChannel places =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.SPARSE,
              StandardOpenOption.DELETE_ON_CLOSE);
      return new BlockIndex(events, places);
    } catch (IOException e) {
      events.close();
      throw e;
    }
  }

  /** Notes the place of a block that made a leaf; the newest of a number wins. */
  void add(Block block, long eventAt) throws IOException {
    ChainId chain = block.header().chain();
    long seq = block.header().seq();
    long page =
        pages
            .computeIfAbsent(chain, _ -> new HashMap<>())
            .computeIfAbsent(seq / PAGE_PLACES, _ -> pageCount++);
    place.clear().putLong(eventAt).flip();
    while (place.hasRemaining()) {
      var _ = places.write(place, at(page, seq) + place.position());
    }
  }

  @Override
  public @Nullable Stored find(ChainId chain, long seq) {
    Long page = pages.getOrDefault(chain, Map.of()).get(seq / PAGE_PLACES);
    if (page == null) {
      return null;
    }
    try {
      long eventAt = eventAt(at(page, seq));
      return eventAt == 0 ? null : stored(eventAt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long at(long page, long seq) {
    return page * PAGE_BYTES + seq % PAGE_PLACES * Long.BYTES;
  }

  /** Where the block's event begins; 0, which is before the first event, where there is none. */
  private long eventAt(long at) throws IOException {
    place.clear();
    while (place.hasRemaining()) {
      if (places.read(place, at + place.position()) < 0) {
        return 0;
      }
    }
    return place.flip().getLong();
  }

  private Stored stored(long eventAt) throws IOException {
    var in = Channels.newInputStream(events.position(eventAt));
    if (ChainFile.Reader.from(in, eventAt).next()
            instanceof ChainFile.Next.Event(ObserverEvent.Arrived arrived)
        && BlockMessage.decode(arrived.message().bytes())
            instanceof Decoded.Value<BlockMessage>(var message)) {
      return new Stored(message.block().link(), ByteString.of(message.block().leaf()));
    }
    throw new IOException("it was changed while it was read, at byte " + eventAt);
  }

  @Override
  public void close() throws IOException {
    try (events) {
      places.close();
    }
  }
}
