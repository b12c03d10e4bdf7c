-- Rows are long and lists are counted: with the state in it, the index alone answers how many there are.
DROP INDEX mypages_of_customer;
CREATE INDEX mypages_of_customer ON mypages (customer_id, order_id, state);
