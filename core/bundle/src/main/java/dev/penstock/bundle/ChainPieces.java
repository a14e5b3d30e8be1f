package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.evidence.block.ChainId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chains of a bundle, piece by piece in the order of the log. One thread. */
final class ChainPieces {
  /** So many gaps are in no bundle that was made to be read. */
  static final int PIECES_MAX = 100_000;

  private final Map<ChainId, List<ChainPiece>> chains = new LinkedHashMap<>();
  private Optional<Fault> fault = Optional.empty();
  private int count;

  /** Takes the next block, or neighbouring blocks, of a chain. */
  void take(ChainPiece next, String where) {
    List<ChainPiece> pieces = chains.computeIfAbsent(next.chain(), _ -> new ArrayList<>());
    if (pieces.isEmpty()) {
      add(pieces, next, where);
      return;
    }
    ChainPiece last = pieces.getLast();
    if (last.isBefore(next) && last.agreesWith(next)) {
      ChainPiece _ = pieces.set(pieces.size() - 1, last.with(next));
    } else if (last.isBefore(next) || next.firstSeq() <= last.lastSeq()) {
      note(
          Fault.wrong(
              Reason.CHAIN_BROKEN,
              where,
              "Block "
                  + next.firstSeq()
                  + " of chain "
                  + next.chain()
                  + " does not follow on block "
                  + last.lastSeq()
                  + ", which stands before it."));
      add(pieces, next, where);
    } else {
      add(pieces, next, where);
    }
  }

  private void add(List<ChainPiece> pieces, ChainPiece next, String where) {
    if (count == PIECES_MAX) {
      note(
          Fault.unproven(
              Reason.BLOCKS_MISSING, where, "The chains are shown in more than 100,000 pieces."));
      return;
    }
    count++;
    boolean _ = pieces.add(next);
  }

  private void note(Fault found) {
    fault = fault.or(() -> Optional.of(found));
  }

  /** Takes all pieces of the next file. */
  void takeAll(ChainPieces next, String where) {
    next.fault.ifPresent(this::note);
    next.chains.values().forEach(pieces -> pieces.forEach(piece -> take(piece, where)));
  }

  /** What is wrong, or empty: chains are broken, or blocks between two that matter are missing. */
  Optional<Fault> fault() {
    if (fault.isPresent()) {
      return fault;
    }
    for (List<ChainPiece> pieces : chains.values()) {
      Optional<ChainPiece> carrier = Optional.empty();
      for (ChainPiece piece : pieces) {
        if (piece.carriers() > 0 && carrier.isPresent()) {
          return Optional.of(
              Fault.unproven(
                  Reason.BLOCKS_MISSING,
                  "blocks/",
                  "Of chain "
                      + piece.chain()
                      + " the blocks "
                      + (carrier.get().lastSeq() + 1)
                      + " to "
                      + (piece.firstSeq() - 1)
                      + " are not in the bundle, between two that show records."));
        }
        carrier = piece.carriers() > 0 ? Optional.of(piece) : carrier;
      }
    }
    return Optional.empty();
  }

  /** The pieces that show records of the subject, in words. */
  List<String> words() {
    var words = new ArrayList<String>();
    chains
        .values()
        .forEach(pieces ->
            pieces.stream()
                .filter(piece -> piece.carriers() > 0)
                .forEach(piece -> words.add(piece + ", unbroken")));
    return words;
  }
}
