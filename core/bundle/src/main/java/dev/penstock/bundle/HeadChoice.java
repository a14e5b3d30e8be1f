package dev.penstock.bundle;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.ReadableLedger;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which heads of the log go into a bundle: for each party outside the first head that it vouches
 * for and that covers every block, and the head of the certificate. One thread.
 */
public final class HeadChoice {
  private static final int ROWS_MAX = AnchorArchive.ROWS_MAX;

  /** One of the heads is the certificate's, or the newest. */
  private static final int ANCHORED_MAX = Head.COUNT_MAX - 1;

  private final ReadableLedger ledger;
  private final Optional<? extends AnchorArchive> archive;
  private final UnderSigner signer;

  /** Puts a signature of the log's under a note that the note may lack. */
  @FunctionalInterface
  public interface UnderSigner {
    Note signed(Checkpoint checkpoint, Note note) throws IOException;
  }

  /**
   * @param archive the answers of anchors; empty where there are none to be believed
   */
  public HeadChoice(
      ReadableLedger ledger, Optional<? extends AnchorArchive> archive, UnderSigner signer) {
    this.ledger = ledger;
    this.archive = archive;
    this.signer = signer;
  }

  /** The heads, and who vouches for them. */
  public record Chosen(Checkpoint first, List<Head> heads, List<AnchorPart> anchors) {
    public Chosen {
      heads = List.copyOf(heads);
      anchors = List.copyOf(anchors);
    }
  }

  /**
   * Heads that cover a size; absent while none is published.
   *
   * @param certificate the head that a certificate rests on
   */
  public Optional<Chosen> covering(long size, Optional<Checkpoint> certificate) throws IOException {
    NavigableMap<Long, PublishedCheckpoint> heads = new TreeMap<>();
    List<AnchorRow> rows = rows(size, heads);
    if (certificate.filter(one -> one.size() >= size).isPresent()) {
      boolean _ = published(certificate.get().size(), heads);
    }
    if (heads.isEmpty()) {
      Optional<PublishedCheckpoint> any = ledger.checkpoints().covering(size);
      if (any.isEmpty()) {
        return Optional.empty();
      }
      PublishedCheckpoint _ = heads.put(any.get().checkpoint().size(), any.get());
    }
    List<Head> parts = new ArrayList<>();
    long before = 0;
    for (PublishedCheckpoint head : heads.values()) {
      parts.add(new Head(note(head, rows), growth(before, head.checkpoint().size())));
      before = head.checkpoint().size();
    }
    return Optional.of(
        new Chosen(heads.firstEntry().getValue().checkpoint(), parts, anchors(rows, heads)));
  }

  /** The first answer of each party; their heads are put in. */
  private List<AnchorRow> rows(long size, NavigableMap<Long, PublishedCheckpoint> heads)
      throws IOException {
    var rows = new ArrayList<AnchorRow>();
    Set<String> seen = new HashSet<>();
    List<AnchorRow> given =
        archive.isPresent() ? archive.get().covering(size, ROWS_MAX) : List.of();
    for (AnchorRow row : given) {
      boolean hasRoom = heads.containsKey(row.size()) || heads.size() < ANCHORED_MAX;
      if (row.isGiven()
          && hasRoom
          && !seen.contains(row.kind() + " " + row.name())
          && published(row.size(), heads)
          && row.root().equals(rootOf(row.size(), heads))) {
        boolean _ = seen.add(row.kind() + " " + row.name());
        rows.add(row);
      }
    }
    return rows;
  }

  private static Digest rootOf(long size, NavigableMap<Long, PublishedCheckpoint> heads) {
    PublishedCheckpoint head = heads.get(size);
    if (head == null) {
      throw new IllegalStateException("no head of size " + size);
    }
    return head.checkpoint().root();
  }

  /** True when a head of this very size was published; it is put in. */
  private boolean published(long size, NavigableMap<Long, PublishedCheckpoint> heads)
      throws IOException {
    if (heads.containsKey(size)) {
      return true;
    }
    Optional<PublishedCheckpoint> found = ledger.checkpoints().atMost(size);
    if (found.isEmpty() || found.get().checkpoint().size() != size) {
      return false;
    }
    PublishedCheckpoint _ = heads.put(size, found.get());
    return true;
  }

  private HashPath growth(long before, long size) throws IOException {
    return before == 0 ? HashPath.EMPTY : ledger.view().consistency(before, size).path();
  }

  /** The note with the cosignatures of those who witnessed this head. */
  private ByteString note(PublishedCheckpoint head, List<AnchorRow> rows) throws IOException {
    Note note = signer.signed(head.checkpoint(), head.note());
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(note.encode());
    for (AnchorRow row : rows) {
      if (row.kind() == AnchorResults.Kind.WITNESS && row.size() == head.checkpoint().size()) {
        bytes.writeBytes(proof(row));
      }
    }
    return switch (Note.decode(bytes.toByteArray())) {
      case Decoded.Value<Note> _ -> ByteString.of(bytes.toByteArray());
      case Decoded.Malformed<Note>(var why) ->
          throw new IOException("the cosignatures under head " + head.number() + ": " + why);
    };
  }

  private byte[] proof(AnchorRow row) throws IOException {
    Digest digest = row.proof();
    if (digest == null || archive.isEmpty()) {
      throw new IllegalStateException("an answer without a proof: " + row);
    }
    return archive
        .get()
        .proof(digest)
        .orElseThrow(() ->
            new IOException("the proof " + digest + " of anchor " + row.name() + " is not there"));
  }

  private List<AnchorPart> anchors(
      List<AnchorRow> rows, NavigableMap<Long, PublishedCheckpoint> heads) throws IOException {
    var anchors = new ArrayList<AnchorPart>();
    List<Long> sizes = List.copyOf(heads.keySet());
    for (AnchorRow row : rows) {
      if (row.kind() != AnchorResults.Kind.WITNESS && anchors.size() < EntryNames.ANCHORS_MAX) {
        AnchorPart.Kind kind =
            row.kind() == AnchorResults.Kind.EVM ? AnchorPart.Kind.EVM : AnchorPart.Kind.RFC3161;
        ByteString proof = ByteString.of(proof(row));
        anchors.add(new AnchorPart(sizes.indexOf(row.size()), kind, row.name(), proof));
      }
    }
    return anchors;
  }
}
