package dev.penstock.flow.shred;

import dev.penstock.evidence.record.LedgerRecord;
import java.io.IOException;

/** Seals values on their way into the journal. One thread at a time. */
public interface ValueSealing {
  /** Nothing is sealed. */
  ValueSealing NONE =
      new ValueSealing() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public boolean covers(String source) {
          return false;
        }

        @Override
        public LedgerRecord seal(LedgerRecord clear) {
          throw new IllegalStateException("nothing is to be sealed here");
        }
      };

  /** Whether values of any source are. */
  boolean isOn();

  /** Whether values of a source are sealed. */
  boolean covers(String source);

  /**
   * The same record with its value sealed.
   *
   * @throws IOException when its key cannot be had or made: the record must wait
   */
  LedgerRecord seal(LedgerRecord clear) throws IOException;
}
