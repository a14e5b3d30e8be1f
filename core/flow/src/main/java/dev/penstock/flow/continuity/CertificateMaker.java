package dev.penstock.flow.continuity;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.merkle.note.Note;
import java.util.List;

/**
 * Makes certificates. What one states is computed from the records that it shows, by the same rules
 * as an auditor's check, so that the gateway cannot state more than it shows.
 */
public final class CertificateMaker {
  private final String gateway;
  private final String log;

  /**
   * @param gateway the origin of the gateway's own chains
   * @param log the origin of its log
   */
  public CertificateMaker(String gateway, String log) {
    this.gateway = gateway;
    this.log = log;
  }

  /** True for a record that a certificate about this source must show. */
  public static boolean isGround(LedgerRecord record, long source) {
    return switch (record.kind()) {
      case ROLL_CALL, BOOT -> record.source() == 0;
      case GAP, FINDING -> record.source() == source || record.source() == 0;
      case SAMPLE,
          EVENT,
          ACCESS,
          ALARM,
          COMMAND_REQUESTED,
          COMMAND_DISPATCHED,
          COMMAND_RESULT,
          CONFIGURATION,
          POLICY_DECISION,
          DICTIONARY,
          KEY_CHANGE,
          CHAIN_RESET,
          ARRIVAL,
          ACK,
          ATTESTATION,
          ANCHOR,
          SNAPSHOT,
          STATEMENT ->
          false;
    };
  }

  /**
   * A certificate about {@code [from, to)}, still to be signed.
   *
   * @param name what the source is called
   * @param made ns since 1970
   * @param chains the blocks of this time with their records; the roll-calls in one of them
   * @param checkpoint a signed head that has all of these blocks in it
   */
  public Certificate make(
      Scope scope,
      long source,
      String name,
      long from,
      long to,
      long made,
      List<ChainShown> chains,
      Note checkpoint) {
    var builder = new ReportBuilder(source, from, to);
    for (ChainShown chain : chains) {
      if (originOf(chain).equals(gateway)) {
        chain.records().stream()
            .flatMap(shown -> shown.disclosure().records().stream())
            .forEach(record -> builder.take(own(LedgerRecord.decode(record.bytes()))));
      }
    }
    return new Certificate(scope, gateway, log, name, made, builder.report(), chains, checkpoint);
  }

  private static String originOf(ChainShown chain) {
    ByteString first = chain.blocks().get(0);
    return own(Block.decode(first.bytes())).header().origin();
  }

  private static <T> T own(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(var value) -> value;
      case Decoded.Refused<T>(var refusal) ->
          throw new IllegalArgumentException("evidence of our own does not decode: " + refusal);
    };
  }
}
