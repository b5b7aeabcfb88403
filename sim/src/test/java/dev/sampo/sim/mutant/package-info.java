/**
 * Bugs planted on purpose: start with {@code MutantsTest}.
 *
 * <p>A simulator is worth what it finds. The list below is that of the acceptance plan (its section 3.5), each entry said
 * in terms of this protocol; the rest are this protocol's own. The enums say in one line each what is changed.
 *
 * <pre>
 *   acceptance plan                        here
 *   ------------------------------------   -------------------------------------------------------------------
 *   ack before fsync                       PlantedBug.EARLY_ANSWER
 *   stale result accepted                  CoreMutant.OUTCOME_OF_ANYONE_ADOPTED, STALE_OUTCOME_ADOPTED
 *   duplicate completion decrements twice  CoreMutant.REPORTS_TAKEN_TWICE, FAILURE_COUNTED_AGAIN
 *   no admission                           CoreMutant.NO_ADMISSION
 *   lost wake-up                           PlantedBug.WAKE_UP_LOST, CoreMutant.WAKE_UP_LOST
 *   fsync error swallowed                  PlantedBug.SYNC_ERROR_SWALLOWED
 *   replay drops last record               PlantedBug.REPLAY_DROPS_LAST
 *   no store fencing                       PlantedBug.NO_STORE_FENCING
 *   key map not rebuilt                    CoreMutant.JOBS_NOT_RESTORED
 *   epoch reused                           PlantedBug.TERM_REUSED; also EARLY_LETTERS
 *   late lease reply                       PlantedBug.LEASE_REVIVED (what was given up goes on under a new lease)
 *   resource released twice                CoreMutant.RESOURCES_RELEASED_TWICE
 *   terminal not re-notified               CoreMutant.END_NOT_TOLD_AGAIN
 *   recovery not retried                   PlantedBug.RECOVERY_NOT_RETRIED
 *   worker keeps fenced attempts           CoreMutant.NO_SESSION_FENCING, CANCEL_IGNORED_BY_THE_NODE
 *   late duplicate Run                     CoreMutant.ORDERS_TAKEN_TWICE
 *   takeover read before tail drained      PlantedBug.TAIL_NOT_DRAINED
 *   unordered appends                      PlantedBug.UNORDERED_APPENDS
 *   forgotten retry                        CoreMutant.RETRY_FORGOTTEN
 *   order dropped at failover              CoreMutant.ORDER_DROPPED_AT_FAILOVER
 * </pre>
 *
 * <p>Left out because it changes nothing anybody could see: a restarted node that takes letters meant for the process
 * before it. A partition dispatches only after a greeting, and a new process is greeted in a new session, so letters of
 * the old one never begin anything; the shells drop them all the same.
 */
package dev.sampo.sim.mutant;
