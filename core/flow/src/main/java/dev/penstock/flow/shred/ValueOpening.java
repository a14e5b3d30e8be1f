package dev.penstock.flow.shred;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.evidence.shred.Opened;
import dev.penstock.evidence.shred.SealedValues;
import java.io.IOException;

/** Shows what sealed values say, as long as their keys are there. */
@FunctionalInterface
public interface ValueOpening {
  /** Where no vault is. */
  ValueOpening NONE =
      record -> record.value() instanceof Sealed ? new Seen.KeyMissing() : new Seen.Plain();

  /** What can be shown of a record. */
  Seen see(LedgerRecord record) throws IOException;

  /** With the keys of a vault. */
  static ValueOpening of(KeyVault vault) {
    return record -> {
      if (!(record.value() instanceof Sealed sealed)) {
        return new Seen.Plain();
      }
      return switch (vault.find(sealed.keyId())) {
        case KeyFound.Live(var key) ->
            switch (SealedValues.open(record, key)) {
              case Opened.Clear(var clear) -> new Seen.Open(clear);
              case Opened.Refused(var reason) -> new Seen.Unreadable(reason.text());
            };
        case KeyFound.Destroyed(var at, var by, var reason) -> new Seen.Shredded(at, by, reason);
        case KeyFound.Missing() -> new Seen.KeyMissing();
      };
    };
  }
}
