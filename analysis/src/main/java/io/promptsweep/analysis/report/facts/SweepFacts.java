package io.promptsweep.analysis.report.facts;

import java.util.OptionalInt;

/**
 * What is known about a sweep outside its tables.
 *
 * @param folder the output folder, as the reader of the report would type it
 * @param name of the sweep; empty if unknown
 * @param plannedCells cells of the whole sweep, if known
 * @param writing whether a run is writing the folder now
 * @param toyWorld whether data or backbone are the embedded, made-up ones
 * @param version of the program that writes the report
 * @param writtenAt when the report is written, for people
 */
public record SweepFacts(
    String folder,
    String name,
    OptionalInt plannedCells,
    boolean writing,
    boolean toyWorld,
    String version,
    String writtenAt) {}
