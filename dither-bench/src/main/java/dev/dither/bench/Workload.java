package dev.dither.bench;

/** Something that can be done again and again, and counted. */
interface Workload extends AutoCloseable {
    /** Does some of it, less than a second or so, and returns how many units that was. */
    long run();

    @Override
    void close();
}
