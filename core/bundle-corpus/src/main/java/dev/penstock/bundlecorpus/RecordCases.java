package dev.penstock.bundlecorpus;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.ClaimCode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Records that are not those of their block, or of another source or time. */
final class RecordCases {
  private final Corpus corpus;

  RecordCases(Corpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    bytes();
    runs();
    subject();
  }

  private void differ(String name, Consumer<Item> how) {
    corpus.wrong(
        "records-" + name,
        draft -> how.accept(draft.item(0, 2)),
        ClaimCode.RECORDS,
        Reason.RECORDS_DIFFER);
  }

  private void malformed(String name, Consumer<Item> how) {
    corpus.unusable(
        "records-" + name,
        draft -> how.accept(draft.item(0, 2)),
        ClaimCode.PARTS,
        Reason.MALFORMED);
  }

  private void bytes() {
    for (int at : List.of(1, 5, 12, 20)) {
      differ("byte-altered-" + at, item -> item.records = Corpus.flipped(item.records, at));
    }
    differ(
        "value-altered",
        item -> item.records = Corpus.flipped(item.records, item.records.length - 1));
    for (int at : List.of(0, 15, 16, 47)) {
      differ("salt-altered-" + at, item -> item.salts = Corpus.flipped(item.salts, at));
    }
    differ("hash-altered", item -> item.hashes = Corpus.flipped(item.hashes, 3));
    differ(
        "hash-missing", item -> item.hashes = Arrays.copyOf(item.hashes, item.hashes.length - 32));
    differ(
        "hash-too-many", item -> item.hashes = Arrays.copyOf(item.hashes, item.hashes.length + 32));
    malformed("hashes-no-whole-one", item -> item.hashes = new byte[33]);
    malformed(
        "salt-missing", item -> item.salts = Arrays.copyOf(item.salts, item.salts.length - 16));
    malformed("salt-half", item -> item.salts = Arrays.copyOf(item.salts, item.salts.length - 8));
    differ("cut", item -> item.records = Arrays.copyOf(item.records, item.records.length - 1));
    differ(
        "with-a-byte-behind",
        item -> item.records = Arrays.copyOf(item.records, item.records.length + 1));
    differ(
        "swapped",
        item -> {
          int half = item.records.length / 3;
          byte[] other = item.records.clone();
          System.arraycopy(item.records, 0, other, half, half);
          System.arraycopy(item.records, half, other, 0, half);
          item.records = other;
        });
    differ("of-another-block", item -> item.records = corpus.good().item(0, 3).records);
  }

  private void runs() {
    differ("run-longer", item -> item.runs.set(item.runs.size() - 1, item.runs.getLast() + 1));
    malformed("run-counts-more-shown", item -> item.runs.set(1, item.runs.get(1) + 1));
    malformed("run-of-none", item -> item.runs.add(0L));
    malformed(
        "run-none-shown",
        item -> {
          item.runs.clear();
          boolean _ = item.runs.add(7L);
        });
    differ(
        "runs-and-others-moved",
        item -> {
          item.runs.set(0, item.runs.get(0) + 1);
          item.runs.set(2, item.runs.get(2) - 1);
        });
    malformed("runs-missing", item -> item.runs.clear());
    malformed("run-beyond-a-block", item -> item.runs.set(0, 5_000L));
    corpus.wrong(
        "records-in-a-heartbeat",
        draft -> {
          Item item = draft.item(0, 5);
          Item other = draft.item(0, 4);
          item.runs = other.runs;
          item.salts = other.salts;
          item.records = other.records;
          item.hashes = other.hashes;
        },
        ClaimCode.RECORDS,
        Reason.RECORDS_DIFFER);
    corpus.wrong(
        "heartbeat-with-a-hash",
        draft -> draft.item(0, 5).hashes = new byte[32],
        ClaimCode.RECORDS,
        Reason.RECORDS_DIFFER);
  }

  private void subject() {
    corpus.wrong(
        "subject-records-of-others-shown",
        draft -> {
          Site.Sealed sealed = draft.site.group.get(3);
          Item _ = draft.files.getFirst().set(3, Item.of(sealed, i -> true));
        },
        ClaimCode.SUBJECT,
        Reason.OTHER_SOURCE);
    corpus.unproven(
        "subject-name-withheld",
        draft -> {
          Site.Sealed sealed = draft.site.group.getFirst();
          Item _ = draft.files.getFirst().set(0, Item.of(sealed, i -> false));
        },
        ClaimCode.SUBJECT,
        Reason.NAME_UNPROVEN);
    corpus.asking("complete", corpus.site.trust("both"), Corpus.NOW);
    corpus.unproven(
        "one-record-withheld",
        draft -> {
          Site.Sealed sealed = draft.site.group.get(6);
          int first = 0;
          while (sealed.plain().get(first).source() != Site.PUMP) {
            first++;
          }
          int hidden = first + 1;
          Item item =
              Item.of(sealed, i -> sealed.plain().get(i).source() == Site.PUMP && i != hidden);
          Item _ = draft.files.getFirst().set(6, item);
        },
        ClaimCode.COMPLETE,
        Reason.RECORDS_WITHHELD);
    corpus.unproven(
        "a-blocks-records-withheld",
        draft -> {
          Site.Sealed sealed = draft.site.group.get(8);
          Item _ = draft.files.getFirst().set(8, Item.of(sealed, i -> false));
        },
        ClaimCode.COMPLETE,
        Reason.RECORDS_WITHHELD);
    corpus.asUsual();
  }
}
