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
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block of the log with its records, and hands out nothing that does not come to the root
 * in its header. The index only says where the extents stand. One thread at a time; small enough to
 * have one for each question.
 */
public final class BlockReader {
  /** In place of an order, for the digest of some pieces. */
  private static final long STATED = Long.MIN_VALUE;

  private final Evidence evidence;
  private final PayloadSource payload;
  private final BlockPlaces places;
  private final FreshBlocks fresh;

  /** Null for who reads each block once. */
  private final @Nullable KnownBlocks blocks;

  /** Of the fresh block that was read last; given back with the next. */
  private @Nullable RecordBatch borrowed;

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
    Optional<Extent> known = places.extentsOf(entry);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Extent place = known.get();
    byte[] bytes = new byte[place.length()];
    switch (evidence.extents().read(place, bytes)) {
      case ExtentReading.Found() -> {}
      case ExtentReading.Dropped() ->
          throw new IOException("the extents of " + entry + " are gone");
      case ExtentReading.Failed(var finding) ->
          throw new IOException("the extents of " + entry + ": " + finding);
    }
    return switch (BlockExtents.decode(bytes)) {
      case Decoded.Value<BlockExtents>(var read) -> Optional.of(read);
      case Decoded.Refused<BlockExtents>(var refusal) ->
          throw new IOException("the extents of " + entry + ": " + refusal);
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
    Digest bytes = digest(order, key, pieces);
    if (blocks.isKnown(header.root(), bytes)) {
      return true;
    }
    boolean isSo = tree.root(key, batch).equals(header.root());
    if (isSo) {
      boolean isOwnGroup = device.isEmpty() && header.has(BlockFlag.GROUP);
      blocks.learn(
          header.root(), bytes, isOwnGroup ? stated(key, pieces, batch) : Optional.empty());
    }
    return isSo;
  }

  private static Digest digest(long order, byte[] key, List<Piece> pieces) {
    return KnownBlocks.digest(order, key, pieces.stream().map(Piece::bytes).toList());
  }

  /** Which pieces of a group block hold all that the gateway states itself, and nothing else. */
  private Optional<KnownBlocks.Stated> stated(byte[] key, List<Piece> pieces, RecordBatch batch) {
    int count = 0;
    while (count < batch.count() && batch.sourceOf(count) == Numbering.SELF) {
      count++;
    }
    var which = new ArrayList<Integer>();
    var found = new ArrayList<Piece>();
    int foundCount = 0;
    for (int i = 0; i < pieces.size() && foundCount < count; i++) {
      byte[] bytes = pieces.get(i).bytes();
      int inPiece = 0;
      boolean isStated = true;
      for (int at = 0; at < bytes.length && isStated; at = in.at()) {
        in.reset(bytes, at, bytes.length - at);
        in.skip();
        isStated = head.read(bytes, at, in.at() - at) && head.source() == Numbering.SELF;
        inPiece++;
      }
      if (isStated) {
        which.add(i);
        found.add(pieces.get(i));
        foundCount += inPiece;
      }
    }
    return count > 0 && foundCount == count
        ? Optional.of(new KnownBlocks.Stated(which, digest(STATED, key, found)))
        : Optional.empty();
  }

  /**
   * What the gateway states itself in a block that this process has read whole before. They are few
   * among many, so the others need not be read for them. Empty when the whole must be read: it is
   * not known, or they are not those bytes any more.
   */
  Optional<BlockContent> stated(long entry) throws IOException {
    giveBack();
    if (blocks == null
        || !(evidence.ledger().view().entries(entry, 1) instanceof Entries.Found(var _, var leaf))
        || !(Block.decode(leaf.entry(0)) instanceof Decoded.Value<Block>(var block))
        || !isOwn(block)) {
      return Optional.empty();
    }
    Optional<KnownBlocks.Stated> known = blocks.stated(block.header().root());
    Optional<BlockExtents> extents = known.isEmpty() ? Optional.empty() : extents(entry);
    if (extents.isEmpty()) {
      return Optional.empty();
    }
    List<Piece> pieces = pieces(extents.get(), known.get().pieces());
    byte[] key = extents.get().key().bytes();
    if (!digest(STATED, key, pieces).equals(known.get().bytes())) {
      return Optional.empty();
    }
    RecordBatch batch = batch(entry, block.header(), Optional.empty(), pieces);
    var parts = new Parts(batch, new int[0], key, noFolding());
    return Optional.of(
        new BlockContent(entry, block, Optional.empty(), parts, extents.get().readTo()));
  }

  /** Some pieces of a block; fewer where not all can be read. */
  private List<Piece> pieces(BlockExtents extents, List<Integer> which) {
    var wanted = new ArrayList<Extent>();
    var bytes = new ArrayList<byte[]>();
    for (int i : which) {
      if (i < extents.count()) {
        wanted.add(extents.extent(i));
        bytes.add(new byte[extents.extent(i).length()]);
      }
    }
    List<ExtentReading> readings = payload.readAll(wanted, bytes);
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < wanted.size(); i++) {
      if (readings.get(i) instanceof ExtentReading.Found) {
        pieces.add(new Piece(wanted.get(i).recordClass(), bytes.get(i)));
      }
    }
    return pieces;
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
    int[] places = new int[batch.count()];
    int found = 0;
    for (int place = 0; place < header.count(); place++) {
      if (!gone.contains(cover.classOf(place))) {
        if (found == places.length) {
          throw new IndexDamagedException("the cover of block " + entry + " has other records");
        }
        places[found++] = place;
      }
    }
    byte[] leaves = new byte[header.count() * Digest.BYTES];
    for (int i = 0; i < places.length; i++) {
      int at = batch.startOf(i);
      byte[] record = new byte[batch.startOf(i + 1) - at];
      System.arraycopy(batch.buffer(), at, record, 0, record.length);
      tree.leafHash(tree.saltOf(key, places[i]), record).copyTo(leaves, places[i] * Digest.BYTES);
    }
    Cover.Folding folding = cover.folding(leaves, gone);
    if (found != places.length || !folding.root(0, header.count()).equals(header.root())) {
      throw new IOException("what is left of block " + entry + " is not what was sealed");
    }
    return Optional.of(new Parts(batch, places, key, Optional.of(folding)));
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
