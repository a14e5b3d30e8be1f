package dev.penstock.node;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Receipt;

/**
 * Blocks of devices while no device key is admitted: that one came, its size and its digest are
 * recorded, and no ack is sent, so the device keeps it until somebody admits its key.
 */
final class UnpinnedDevices implements DeviceBlocks {
  private final Intake intake;

  UnpinnedDevices(Intake intake) {
    this.intake = intake;
  }

  @Override
  public boolean offer(DeviceBlock block, Receipt receipt) {
    byte[] bytes = block.bytes().bytes();
    return intake.offer(
        new IntakeFinding(
            IntakeFinding.Kind.REFUSED,
            block.listener(),
            block.source(),
            block.receivedTime(),
            block.receivedTime(),
            1,
            bytes.length,
            Sha256.of(bytes),
            "a signed block of a device whose key is not admitted; the device keeps it"),
        receipt);
  }
}
