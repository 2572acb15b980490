ALTER TABLE t RENAME p_id TO q_id;

