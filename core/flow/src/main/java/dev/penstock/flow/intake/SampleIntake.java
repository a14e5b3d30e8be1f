package dev.penstock.flow.intake;

/**
 * Takes what drivers read and makes it durable; what {@link Intake} says of order, of false and of
 * receipts holds here too. The samples of one call are one step: they are all durable or none is.
 */
@FunctionalInterface
public interface SampleIntake {
  boolean offer(Samples samples, Receipt receipt);
}
