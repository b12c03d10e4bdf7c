-- The first fleet. 1002, 2001, 3001 and 4001 at 100,000 won an hour are the seeds' examples.
INSERT INTO cars (car_id, name, zone, car_class, hourly_price, in_service, time_zone, version)
SELECT car_id, name, zone, car_class, hourly_price, true, 'Asia/Seoul', 1
FROM (VALUES
    (1001, 'Kia Morning',                'Seoul Gangnam',   'standard', 8000),
    (1002, 'Hyundai Ioniq 5',            'Seoul Gangnam',   'standard', 100000),
    (1003, 'Hyundai Casper',             'Seoul Gangnam',   'standard', 9000),
    (1004, 'Kia EV6',                    'Seoul Gangnam',   'delux',    18000),
    (1005, 'Genesis G80',                'Seoul Gangnam',   'suite',    32000),
    (1006, 'Kia Ray',                    'Seoul Hongdae',   'standard', 8500),
    (1007, 'Hyundai Avante',             'Seoul Hongdae',   'standard', 11000),
    (1008, 'Hyundai Kona Electric',      'Seoul Hongdae',   'delux',    15000),
    (1009, 'Kia Carnival',               'Seoul Hongdae',   'suite',    26000),
    (1010, 'Kia K5',                     'Seoul Jamsil',    'delux',    14000),
    (1011, 'Hyundai Sonata',             'Seoul Jamsil',    'delux',    14500),
    (1012, 'Hyundai Casper Electric',    'Seoul Jamsil',    'standard', 10500),
    (1013, 'Genesis GV70',               'Seoul Jamsil',    'suite',    30000),
    (1014, 'Renault Korea Grand Koleos', 'Seoul Station',   'delux',    17000),
    (1015, 'Kia Morning',                'Seoul Station',   'standard', 8000),
    (1016, 'Hyundai Staria',             'Seoul Station',   'suite',    27000),
    (2001, 'Kia Niro EV',                'Busan Haeundae',  'standard', 100000),
    (2002, 'Hyundai Avante',             'Busan Haeundae',  'standard', 10500),
    (2003, 'Kia Sportage',               'Busan Haeundae',  'delux',    16000),
    (2004, 'Genesis GV60',               'Busan Haeundae',  'suite',    29000),
    (2005, 'Kia Ray EV',                 'Busan Station',   'standard', 9500),
    (2006, 'Hyundai Tucson',             'Busan Station',   'delux',    16000),
    (2007, 'Kia K8',                     'Busan Station',   'suite',    24000),
    (2008, 'Hyundai Casper',             'Busan Seomyeon',  'standard', 8800),
    (2009, 'Hyundai Ioniq 6',            'Busan Seomyeon',  'delux',    18500),
    (3001, 'Genesis GV80',               'Jeju Airport',    'suite',    100000),
    (3002, 'Kia Morning',                'Jeju Airport',    'standard', 7500),
    (3003, 'Hyundai Kona',               'Jeju Airport',    'standard', 11500),
    (3004, 'Kia EV6',                    'Jeju Airport',    'delux',    19000),
    (3005, 'Hyundai Ioniq 5',            'Jeju Airport',    'delux',    18500),
    (3006, 'Kia Carnival',               'Jeju Airport',    'suite',    28000),
    (3007, 'Kia Ray',                    'Jeju Seogwipo',   'standard', 8200),
    (3008, 'Kia Seltos',                 'Jeju Seogwipo',   'delux',    13500),
    (3009, 'Genesis G70',                'Jeju Seogwipo',   'suite',    27500),
    (4001, 'Genesis Electrified G80',    'Incheon Airport', 'delux',    100000),
    (4002, 'Hyundai Avante Hybrid',      'Incheon Airport', 'standard', 12000),
    (4003, 'Kia Sorento',                'Incheon Airport', 'delux',    18000),
    (4004, 'Kia EV9',                    'Incheon Airport', 'suite',    34000),
    (4005, 'Hyundai Venue',              'Daejeon Station', 'standard', 10000),
    (4006, 'Hyundai Santa Fe',           'Daejeon Station', 'delux',    17500),
    (4007, 'Hyundai Grandeur',           'Daejeon Station', 'suite',    23000)
) AS fleet (car_id, name, zone, car_class, hourly_price);

-- The catalogue copies learn of it as of any other change. The payload is CarChanged's; the trace says "not sampled",
-- because nobody asked for this.
INSERT INTO outbox (topic, aggregate_id, type, version, trace, payload)
SELECT 'car.events', "carId", 'CarChanged', version, '00000000000000000000000000000001-0000000000000001-0',
       row_to_json(changed)
FROM (SELECT car_id AS "carId", name, zone, car_class AS "carClass", hourly_price AS "hourlyPrice",
             in_service AS "inService", time_zone AS "timeZone", version
      FROM cars ORDER BY car_id) AS changed;
