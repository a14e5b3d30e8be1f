package dev.penstock.modbus;

/**
 * What a driver did since it was made.
 *
 * @param sessions connections that were had
 * @param requests that were sent
 * @param answers that were taken, exceptions among them
 * @param exceptions answers that say why it was not done
 * @param silences requests to which nothing came in time
 * @param strays what came and nobody waited for: late answers, answers that came twice, or of
 *     another unit; on a line each piece of bytes counts once
 * @param garbled what came instead of an answer and was none: wrong function, length or check
 */
public record ModbusCounts(
    long sessions,
    long requests,
    long answers,
    long exceptions,
    long silences,
    long strays,
    long garbled) {}
