package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.ClaimCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Blocks that are not where they should be, not signed as they should be, or not there. */
final class BlockCases {
  private final Corpus corpus;

  BlockCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    places();
    leaves();
    chains();
    swapped();
  }

  private void places() {
    for (int at : List.of(0, 1, 4)) {
      corpus.wrong(
          "place-path-altered-" + at,
          draft -> {
            Item item = draft.item(0, at);
            byte[] right = pathOf(draft, at);
            item.path = right.length == 0 ? new byte[32] : Corpus.flipped(right, right.length - 1);
          },
          ClaimCode.PLACES,
          Reason.NOT_IN_LOG);
    }
    corpus.wrong(
        "place-path-empty",
        draft -> draft.item(0, 0).path = new byte[0],
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.wrong(
        "place-path-too-long",
        draft -> {
          byte[] right = pathOf(draft, 0);
          draft.item(0, 0).path = Arrays.copyOf(right, right.length + 32);
        },
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.unusable(
        "place-path-no-whole-hash",
        draft -> draft.item(0, 0).path = new byte[31],
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.wrong(
        "place-whole-path-where-a-part-is-due",
        draft -> {
          Item item = draft.item(0, 2);
          item.path = draft.site.path(item.index, 0, draft.size, draft.size);
        },
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    indexes();
  }

  private void indexes() {
    corpus.wrong(
        "place-index-off", draft -> draft.item(0, 3).index++, ClaimCode.PLACES, Reason.NOT_IN_LOG);
    corpus.wrong(
        "place-index-beyond-the-log",
        draft -> {
          Item item = draft.files.get(1).getLast();
          item.index = draft.size + 1;
        },
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.wrong(
        "place-index-huge",
        draft -> draft.files.get(1).getLast().index = Long.MAX_VALUE,
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.wrong(
        "place-blocks-descend",
        draft -> Collections.swap(draft.files.getFirst(), 2, 3),
        ClaimCode.PLACES,
        Reason.ORDER);
    corpus.wrong(
        "place-block-twice",
        draft -> draft.files.getFirst().add(3, draft.item(0, 3)),
        ClaimCode.PLACES,
        Reason.ORDER);
    corpus.wrong(
        "place-files-descend",
        draft -> Collections.swap(draft.files, 0, 1),
        ClaimCode.PLACES,
        Reason.ORDER);
  }

  private static byte[] pathOf(Draft draft, int at) {
    Item item = draft.item(0, at);
    if (at == 0) {
      return draft.site.path(item.index, 0, draft.size, draft.size);
    }
    // The smallest right sibling of the leaf before that holds this one.
    long from = 0;
    long to = draft.size;
    long before = draft.item(0, at - 1).index;
    while (true) {
      long split = from + Long.highestOneBit(to - from - 1);
      if (before < split && item.index >= split) {
        return draft.site.path(item.index, split, to, draft.size);
      }
      if (before < split) {
        to = split;
      } else {
        from = split;
      }
    }
  }

  private void leaves() {
    corpus.wrong(
        "leaf-signature-altered",
        draft -> {
          Item item = draft.item(0, 2);
          item.leaf = Corpus.flipped(item.leaf, item.leaf.length - 1);
        },
        ClaimCode.SIGNATURES,
        Reason.SIGNATURE_WRONG);
    corpus.wrong(
        "leaf-root-altered",
        draft -> {
          Item item = draft.item(0, 2);
          item.leaf = Corpus.flipped(item.leaf, item.leaf.length - 80);
        },
        ClaimCode.RECORDS,
        Reason.RECORDS_DIFFER);
    corpus.unproven(
        "leaf-kid-altered",
        draft -> {
          Item item = draft.item(0, 2);
          item.leaf = Corpus.flipped(item.leaf, kidAt(item.leaf) + 5);
        },
        ClaimCode.SIGNATURES,
        Reason.KEY_UNKNOWN);
    corpus.unusable(
        "leaf-is-no-block",
        draft -> draft.item(0, 2).leaf = new byte[] {1, 2, 3},
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "leaf-is-empty",
        draft -> draft.item(0, 2).leaf = new byte[0],
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "leaf-cut",
        draft -> {
          Item item = draft.item(0, 2);
          item.leaf = Arrays.copyOf(item.leaf, item.leaf.length - 1);
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
    corpus.unusable(
        "leaf-longer",
        draft -> {
          Item item = draft.item(0, 2);
          item.leaf = Arrays.copyOf(item.leaf, item.leaf.length + 1);
        },
        ClaimCode.PARTS,
        Reason.MALFORMED);
    keysOfOthers();
  }

  private void keysOfOthers() {
    String strange = corpus.site.trust("both");
    int at = strange.indexOf("blocks ");
    String other =
        strange.substring(0, at)
            + "blocks other.example "
            + Site.hex(corpus.site.blockKey)
            + strange.substring(strange.indexOf('\n', at));
    corpus.asking("", other, Corpus.NOW);
    corpus.wrong(
        "leaf-signed-by-a-key-of-others", draft -> {}, ClaimCode.SIGNATURES, Reason.KEY_OF_OTHERS);
    corpus.asUsual();
  }

  /** Where the key id stands in the protected header: a string of 32 bytes behind label 4. */
  private static int kidAt(byte[] leaf) {
    for (int i = 0; i < leaf.length - 3; i++) {
      if (leaf[i] == 4 && leaf[i + 1] == 0x58 && leaf[i + 2] == 32) {
        return i + 3;
      }
    }
    throw new IllegalStateException("a leaf without kid");
  }

  private void chains() {
    for (int at : List.of(3, 5, 9)) {
      corpus.unproven(
          "chain-block-left-out-" + at,
          draft -> draft.files.getFirst().remove(at),
          ClaimCode.CHAINS,
          Reason.BLOCKS_MISSING);
    }
    corpus.unproven(
        "chain-three-blocks-left-out",
        draft -> {
          draft.files.getFirst().subList(4, 7).clear();
        },
        ClaimCode.CHAINS,
        Reason.BLOCKS_MISSING);
    corpus.wrong(
        "chain-block-of-a-forger",
        draft -> {
          Site forger = corpus.forger;
          Site.Sealed sealed = forger.group.get(4);
          Item item = Item.of(sealed, i -> sealed.plain().get(i).source() == Site.PUMP);
          var _ = draft.files.getFirst().set(4, item);
        },
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
  }

  private void swapped() {
    corpus.wrong(
        "swap-leaves-of-two-blocks",
        draft -> {
          byte[] leaf = draft.item(0, 2).leaf;
          draft.item(0, 2).leaf = draft.item(0, 3).leaf;
          draft.item(0, 3).leaf = leaf;
        },
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.wrong(
        "swap-blocks-with-the-forgers",
        draft -> {
          List<List<Item>> theirs = Draft.good(corpus.forger).files;
          draft.files.clear();
          theirs.forEach(file -> draft.files.add(new ArrayList<>(file)));
        },
        ClaimCode.PLACES,
        Reason.NOT_IN_LOG);
    corpus.unproven(
        "swap-heads-with-the-forgers",
        draft -> {
          draft.heads.clear();
          draft.heads.addAll(Draft.good(corpus.forger).heads);
        },
        ClaimCode.HEADS,
        Reason.LOG_UNKNOWN);
  }
}
