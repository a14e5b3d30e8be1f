package dev.penstock.node.config;

import dev.penstock.flow.journal.Retention;
import dev.penstock.flow.shred.ShredPolicy;
import java.util.List;

/**
 * What is kept of what was heard, and how.
 *
 * @param retention of plant and access records in the journal
 * @param payloadsBytes of payloads beside the journal
 * @param shreddable whose values are sealed before they are written
 */
public record Kept(Retention retention, long payloadsBytes, ShredPolicy shreddable) {
  static final long PAYLOADS_BYTES_DEFAULT = 20L << 30;

  /** Everything, in clear. */
  static final Kept ALL =
      new Kept(new Retention(List.of()), PAYLOADS_BYTES_DEFAULT, ShredPolicy.NONE);
}
