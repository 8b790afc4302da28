package io.promptsweep.schedule;

import io.promptsweep.sweep.Cell;
import io.promptsweep.training.data.TokenizedTask;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * One cell on its way to an executor.
 *
 * @param cellId its content id
 * @param label names it for people, here and in Spark's pages
 * @param cell what to train
 * @param task its examples as token ids, sent to each executor once
 */
public record CellWork(String cellId, String label, Cell cell, Broadcast<TokenizedTask> task)
    implements Serializable {}
