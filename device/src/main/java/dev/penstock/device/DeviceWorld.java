package dev.penstock.device;

import java.security.SecureRandom;

/**
 * What a device has outside its telemetry: whom it believes, where it remembers, how it sends, what
 * time it is, what is random.
 */
public record DeviceWorld(
    GatewayKey gateway,
    DeviceStore store,
    Transport transport,
    DeviceClock clock,
    SecureRandom random) {}
