package dev.penstock.flow.index;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordHead;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.ReadableLedger;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.PayloadSource;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block of the log with its records, and hands out nothing that does not come to the root
 * in its header. The index only says where the extents stand. One thread at a time; small enough to
 * have one for each question.
 */
public final class BlockReader {
  private final Evidence evidence;
  private final PayloadSource payload;
  private final BlockPlaces places;
  private final FreshBlocks fresh;

  /** Null for who reads each block once. */
  private final @Nullable KnownBlocks blocks;

  /** Of the fresh block that was read last; given back with the next. */
  private @Nullable RecordBatch borrowed;

  /** Of the block that was looked at last: who sees that all of it is needed has them already. */
  private ExtentsReading extentsLast = new ExtentsReading.Unknown();

  private long extentsLastOf = -1;

  private final SaltedTree tree = new SaltedTree();
  private final RecordHead head = new RecordHead();
  private final CborReader in = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));

  /**
   * Where evidence is read from.
   *
   * @param payload the journal
   * @param extents the journal of extents
   * @param origin of the gateway's own blocks
   */
  public record Evidence(
      ReadableLedger ledger, PayloadSource payload, PayloadSource extents, String origin) {}

  /**
   * What was read of a block.
   *
   * @param places index in the block of each record; empty when all are there
   * @param folding the tree of a block of which some was dropped
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over once, from reader to content.
  record Parts(RecordBatch records, int[] places, byte[] key, Optional<Cover.Folding> folding) {}

  public BlockReader(Evidence evidence, IndexStore index) {
    this(evidence, evidence.payload(), index, new FreshBlocks(0));
  }

  /** With what others know of blocks they read. */
  BlockReader(Evidence evidence, IndexStore index, KnownBlocks blocks) {
    this(evidence, evidence.payload(), index, new FreshBlocks(0), blocks);
  }

  /**
   * With another way to the bytes of the journal.
   *
   * @param fresh has blocks that need not be read from there
   */
  BlockReader(Evidence evidence, PayloadSource payload, BlockPlaces places, FreshBlocks fresh) {
    this(evidence, payload, places, fresh, null);
  }

  private BlockReader(
      Evidence evidence,
      PayloadSource payload,
      BlockPlaces places,
      FreshBlocks fresh,
      @Nullable KnownBlocks blocks) {
    this.evidence = evidence;
    this.payload = payload;
    this.places = places;
    this.fresh = fresh;
    this.blocks = blocks;
  }

  /** Reads an entry of the log. */
  public BlockReading read(long entry) throws IOException {
    LedgerView view = evidence.ledger().view();
    return switch (view.entries(entry, 1)) {
      case Entries.Found(var _, var batch) -> read(entry, batch.entry(0));
      case Entries.Pruned pruned -> new BlockReading.HeaderPruned(pruned);
      case Entries.NotYet(var size) -> new BlockReading.NotYet(size);
    };
  }

  /** Reads the records of an entry whose bytes are known. */
  BlockReading read(long entry, byte[] leaf) throws IOException {
    giveBack();
    return switch (Block.decode(leaf)) {
      case Decoded.Value<Block>(var block) when isOwn(block) -> own(entry, block);
      case Decoded.Value<Block>(var block) -> others(entry, block);
      case Decoded.Refused<Block> _ -> new BlockReading.Other();
    };
  }

  private boolean isOwn(Block block) {
    return block.header().origin().equals(evidence.origin());
  }

  private BlockReading own(long entry, Block block) throws IOException {
    if (block.header().count() == 0) {
      return empty(entry, block, Optional.empty());
    }
    Optional<FreshBlocks.FreshBlock> known = fresh.take(block.link());
    if (known.isPresent()) {
      return fresh(entry, block, known.get());
    }
    BlockExtents extents =
        extents(entry)
            .orElseThrow(
                () -> new IOException("nothing says where the records of " + entry + " are"));
    return records(entry, block, Optional.empty(), extents);
  }

  /** The root in this block was computed from these records: nothing is left to be checked. */
  private BlockReading fresh(long entry, Block block, FreshBlocks.FreshBlock known) {
    borrowed = known.records();
    BlockExtents extents = known.closed().extents();
    byte[] key = extents.key().bytes();
    var parts = new Parts(known.records(), new int[0], key, noFolding());
    return new BlockReading.Found(
        new BlockContent(entry, block, Optional.empty(), parts, extents.readTo()));
  }

  private void giveBack() {
    RecordBatch last = borrowed;
    if (last != null) {
      borrowed = null;
      fresh.giveBack(last);
    }
  }

  private BlockReading others(long entry, Block block) throws IOException {
    Optional<BlockExtents> extents = extents(entry);
    if (extents.isEmpty() || !(extents.get().lane() instanceof Lane.Device device)) {
      return new BlockReading.Foreign(block.header());
    }
    return block.header().count() == 0
        ? empty(entry, block, Optional.of(device))
        : records(entry, block, Optional.of(device), extents.get());
  }

  private static BlockReading empty(long entry, Block block, Optional<Lane.Device> device) {
    var none = new Parts(new RecordBatch(), new int[0], new byte[0], noFolding());
    return new BlockReading.Found(new BlockContent(entry, block, device, none, 0));
  }

  private BlockReading records(
      long entry, Block block, Optional<Lane.Device> device, BlockExtents extents)
      throws IOException {
    BlockHeader header = block.header();
    var gone = EnumSet.noneOf(RecordClass.class);
    var order = new ArrayList<Piece>();
    var wanted = new ArrayList<Extent>();
    var bytes = new ArrayList<byte[]>();
    for (int i = 0; i < extents.count(); i++) {
      wanted.add(extents.extent(i));
      bytes.add(new byte[wanted.get(i).length()]);
    }
    List<ExtentReading> readings = payload.readAll(wanted, bytes);
    for (int i = 0; i < wanted.size(); i++) {
      RecordClass recordClass = wanted.get(i).recordClass();
      switch (readings.get(i)) {
        case ExtentReading.Found() -> order.add(new Piece(recordClass, bytes.get(i)));
        case ExtentReading.Dropped() -> gone.add(recordClass);
        case ExtentReading.Failed(var finding) ->
            throw new IOException("the records of block " + entry + ": " + finding);
      }
    }
    byte[] key = extents.key().bytes();
    if (gone.isEmpty()) {
      Parts parts = whole(entry, header, key, device, order);
      return new BlockReading.Found(
          new BlockContent(entry, block, device, parts, extents.readTo()));
    }
    order.removeIf(piece -> gone.contains(piece.recordClass()));
    Optional<Parts> parts = rest(entry, header, key, device, order, List.copyOf(gone));
    return parts.isPresent()
        ? new BlockReading.Found(
            new BlockContent(entry, block, device, parts.get(), extents.readTo()))
        : new BlockReading.Dropped(block, device.isPresent(), extents.readTo());
  }

  private static Optional<Cover.Folding> noFolding() {
    return Optional.empty();
  }

  @SuppressWarnings("ArrayRecordComponent") // Lives within one method.
  private record Piece(RecordClass recordClass, byte[] bytes) {}

  private Optional<BlockExtents> extents(long entry) throws IOException {
    ExtentsReading known = extentsLastOf == entry ? extentsLast : storedExtents(entry);
    return switch (known) {
      case ExtentsReading.Found(var read) -> Optional.of(read);
      case ExtentsReading.Unknown() -> Optional.empty();
      case ExtentsReading.Failed(var why) -> throw new IOException("the extents of " + entry + why);
    };
  }

  private sealed interface ExtentsReading {
    record Found(BlockExtents extents) implements ExtentsReading {}

    /** Nobody knows where they stand. */
    record Unknown() implements ExtentsReading {}

    record Failed(String why) implements ExtentsReading {}
  }

  private ExtentsReading storedExtents(long entry) throws IOException {
    Optional<Extent> known = places.extentsOf(entry);
    if (known.isEmpty()) {
      return new ExtentsReading.Unknown();
    }
    Extent place = known.get();
    byte[] bytes = new byte[place.length()];
    return switch (evidence.extents().read(place, bytes)) {
      case ExtentReading.Found() ->
          switch (BlockExtents.decode(bytes)) {
            case Decoded.Value<BlockExtents>(var read) -> new ExtentsReading.Found(read);
            case Decoded.Refused<BlockExtents>(var refusal) ->
                new ExtentsReading.Failed(": " + refusal);
          };
      case ExtentReading.Dropped() -> new ExtentsReading.Failed(" are gone");
      case ExtentReading.Failed(var finding) -> new ExtentsReading.Failed(": " + finding);
    };
  }

  private Parts whole(
      long entry, BlockHeader header, byte[] key, Optional<Lane.Device> device, List<Piece> pieces)
      throws IOException {
    RecordBatch batch = batch(entry, header, device, pieces);
    boolean isAll = batch.count() == header.count() && batch.sizeBytes() == header.sizeBytes();
    if (!isAll || !isOfRoot(header, key, device, pieces, batch)) {
      throw new IOException("the records of block " + entry + " are not those that were sealed");
    }
    return new Parts(batch, new int[0], key, noFolding());
  }

  /** True when the root in the header is that of these records. */
  private boolean isOfRoot(
      BlockHeader header,
      byte[] key,
      Optional<Lane.Device> device,
      List<Piece> pieces,
      RecordBatch batch) {
    if (blocks == null) {
      return tree.root(key, batch).equals(header.root());
    }
    long source = device.map(Lane.Device::source).orElse(-1L);
    long order = source << 1 | (header.has(BlockFlag.GROUP) ? 1 : 0);
    Digest bytes = KnownBlocks.digest(order, key, pieces.stream().map(Piece::bytes).toList());
    if (blocks.isKnown(header.root(), bytes)) {
      return true;
    }
    boolean isSo = tree.root(key, batch).equals(header.root());
    if (isSo) {
      blocks.learn(header.root(), bytes);
    }
    return isSo;
  }

  /** What of a block is of some classes. */
  sealed interface Part {
    /** These, and what had to be read with them. */
    record Found(BlockContent content) implements Part {}

    /** Nothing. */
    record Nothing() implements Part {}

    /** Only the whole block can say. */
    record Unsaid() implements Part {}
  }

  /**
   * Reads what is of some classes in one of the gateway's own blocks without the rest of it: what a
   * cover keeps in the place of the rest must come to the root in the header with what is read. So
   * a few records are proven at the first reading without some thousand others around them.
   *
   * @param cover of the block, as the index has it
   */
  Part part(long entry, byte[] cover, Set<RecordClass> wanted) throws IOException {
    // Nothing takes the place of a control record.
    var left = EnumSet.of(RecordClass.PLANT, RecordClass.ACCESS);
    boolean _ = left.removeAll(wanted);
    if (left.isEmpty()) {
      return new Part.Unsaid();
    }
    extentsLast = storedExtents(entry);
    extentsLastOf = entry;
    if (!(extentsLast instanceof ExtentsReading.Found(var extents))
        || extents.lane() instanceof Lane.Device) {
      return new Part.Unsaid();
    }
    var those = new ArrayList<Extent>();
    boolean isAnyWanted = false;
    for (int i = 0; i < extents.count(); i++) {
      Extent extent = extents.extent(i);
      isAnyWanted |= wanted.contains(extent.recordClass());
      if (!left.contains(extent.recordClass())) {
        those.add(extent);
      }
    }
    if (!isAnyWanted) {
      return new Part.Nothing();
    }
    return cover.length == 0 || those.size() == extents.count()
        ? new Part.Unsaid()
        : part(entry, cover, extents, those, List.copyOf(left));
  }

  /** Where anything is not as it should be the whole is to be read, which says what it is. */
  private Part part(
      long entry, byte[] cover, BlockExtents extents, List<Extent> those, List<RecordClass> left)
      throws IOException {
    giveBack();
    if (!(evidence.ledger().view().entries(entry, 1) instanceof Entries.Found(var _, var leaf))
        || !(Block.decode(leaf.entry(0)) instanceof Decoded.Value<Block>(var block))
        || !isOwn(block)
        || !(Cover.decode(cover, block.header().count()) instanceof Decoded.Value<Cover>(var in))) {
      return new Part.Unsaid();
    }
    var bytes = new ArrayList<byte[]>();
    those.forEach(extent -> bytes.add(new byte[extent.length()]));
    List<ExtentReading> readings = payload.readAll(those, bytes);
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < those.size(); i++) {
      if (!(readings.get(i) instanceof ExtentReading.Found)) {
        return new Part.Unsaid();
      }
      pieces.add(new Piece(those.get(i).recordClass(), bytes.get(i)));
    }
    RecordBatch batch = batch(entry, block.header(), Optional.empty(), pieces);
    Optional<Parts> parts = folded(block.header(), extents.key().bytes(), batch, in, left);
    return parts.isPresent()
        ? new Part.Found(
            new BlockContent(entry, block, Optional.empty(), parts.get(), extents.readTo()))
        : new Part.Unsaid();
  }

  /** What is left of a block of which some was dropped, where a cover shows where it belongs. */
  private Optional<Parts> rest(
      long entry,
      BlockHeader header,
      byte[] key,
      Optional<Lane.Device> device,
      List<Piece> pieces,
      List<RecordClass> gone)
      throws IOException {
    byte[] stored = places.coverOf(entry);
    if (stored.length == 0 || pieces.isEmpty()) {
      return Optional.empty();
    }
    if (!(Cover.decode(stored, header.count()) instanceof Decoded.Value<Cover>(var cover))) {
      throw new IndexDamagedException("the cover of block " + entry + " does not decode");
    }
    RecordBatch batch = batch(entry, header, device, pieces);
    Optional<Parts> parts = folded(header, key, batch, cover, gone);
    if (parts.isEmpty()) {
      throw new IOException("what is left of block " + entry + " is not what was sealed");
    }
    return parts;
  }

  /** These records in the places that the cover leaves them; empty unless the root comes out. */
  private Optional<Parts> folded(
      BlockHeader header, byte[] key, RecordBatch batch, Cover cover, List<RecordClass> gone) {
    int[] places = new int[batch.count()];
    int found = 0;
    for (int place = 0; place < header.count(); place++) {
      if (!gone.contains(cover.classOf(place))) {
        if (found == places.length) {
          return Optional.empty();
        }
        places[found++] = place;
      }
    }
    if (found != places.length) {
      return Optional.empty();
    }
    byte[] leaves = new byte[found == 0 ? 0 : (places[found - 1] + 1) * Digest.BYTES];
    for (int i = 0; i < places.length; i++) {
      int at = batch.startOf(i);
      byte[] record = new byte[batch.startOf(i + 1) - at];
      System.arraycopy(batch.buffer(), at, record, 0, record.length);
      tree.leafHash(tree.saltOf(key, places[i]), record).copyTo(leaves, places[i] * Digest.BYTES);
    }
    Cover.Folding folding = cover.folding(leaves, gone);
    return folding.root(0, header.count()).equals(header.root())
        ? Optional.of(new Parts(batch, places, key, Optional.of(folding)))
        : Optional.empty();
  }

  /**
   * By the numbers of this gateway. What a device says of others, or not as a record, is nobody's:
   * it is kept and proven with its block, and in no list.
   */
  private long sourceOf(Optional<Lane.Device> device, byte[] bytes, int at, int length)
      throws IOException {
    if (device.isPresent()) {
      return LedgerRecord.decode(bytes, at, length) instanceof Decoded.Value<LedgerRecord>(var one)
              && one.source() == 0
          ? device.get().source()
          : DeviceFrames.NOBODY;
    }
    if (!head.read(bytes, at, length)) {
      throw new IOException("a record of this gateway is none");
    }
    return head.source();
  }

  /** All records of the pieces; in a group block sorted by source, as the leaves are. */
  private RecordBatch batch(
      long entry, BlockHeader header, Optional<Lane.Device> device, List<Piece> pieces)
      throws IOException {
    var batch = new RecordBatch();
    for (Piece piece : pieces) {
      byte[] bytes = piece.bytes();
      int at = 0;
      while (at < bytes.length) {
        in.reset(bytes, at, bytes.length - at);
        in.skip();
        int length = in.at() - at;
        if (in.isRefused()
            || !batch.addEncoded(sourceOf(device, bytes, at, length), bytes, at, length)) {
          throw new IOException("the records of block " + entry + " are none, or too many");
        }
        at += length;
      }
    }
    if (header.has(BlockFlag.GROUP)) {
      batch.sortBySource();
    }
    return batch;
  }
}
