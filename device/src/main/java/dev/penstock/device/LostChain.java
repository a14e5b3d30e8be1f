package dev.penstock.device;

import java.util.HexFormat;

/**
 * What is known of a chain whose stored state was lost, for the chain that follows it (block.md
 * §7).
 *
 * @param chain its id, 32 hexadecimal digits
 * @param lastSeq the last block of it that is known
 * @param lastLink that block's link, 64 hexadecimal digits
 * @param reason why it was lost, for people
 * @param boot a boot counter that no block of it is above
 * @param record a record counter that no record of it is above
 */
public record LostChain(
    String chain, long lastSeq, String lastLink, String reason, long boot, long record) {
  public LostChain {
    long ignored = Cbor.inRange("bytes of chain", HexFormat.of().parseHex(chain).length, 16, 16);
    ignored = Cbor.inRange("bytes of lastLink", HexFormat.of().parseHex(lastLink).length, 32, 32);
    lastSeq = Cbor.inRange("lastSeq", lastSeq, 0, Long.MAX_VALUE);
    reason = Cbor.text("reason", reason, 0, 4096);
    boot = Cbor.inRange("boot", boot, 0, Long.MAX_VALUE - 1);
    record = Cbor.inRange("record", record, 0, Long.MAX_VALUE - 1);
  }
}
