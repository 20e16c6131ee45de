BEGIN TRANSACTION;
CREATE TABLE acceptance (run INTEGER NOT NULL, date TEXT NOT NULL, unit TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
INSERT INTO "acceptance" VALUES(2,'2023-05-23','691','c3c46635cbf78d13efaf865900137e10a02ec6f0a76e9c6c25f88b8e01b57935');
CREATE TABLE dispatch (id INTEGER PRIMARY KEY, date TEXT NOT NULL, subject TEXT NOT NULL,
version TEXT NOT NULL, message_id TEXT NOT NULL, recipients TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
said TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE figure (run INTEGER NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, total INTEGER NOT NULL, today INTEGER, entered INTEGER NOT NULL, today_cell TEXT NOT NULL, entered_cell TEXT NOT NULL) STRICT;
INSERT INTO "figure" VALUES(1,'691','birth',68082,762,762,'D8','E8');
INSERT INTO "figure" VALUES(1,'691','marriage',13219,330,330,'H8','I8');
INSERT INTO "figure" VALUES(1,'691','death',4633,42,42,'L8','M8');
INSERT INTO "figure" VALUES(1,'691','adoption',7,2,2,'P8','Q8');
INSERT INTO "figure" VALUES(1,'696','birth',115614,1539,1539,'D8:D23','E8:E23');
INSERT INTO "figure" VALUES(1,'696','marriage',27011,686,686,'H8:H23','I8:I23');
INSERT INTO "figure" VALUES(1,'696','death',8614,108,108,'L8:L23','M8:M23');
INSERT INTO "figure" VALUES(1,'696','adoption',25,2,2,'P8:P23','Q8:Q23');
INSERT INTO "figure" VALUES(1,'694','birth',89692,1004,1004,'F11','G11');
INSERT INTO "figure" VALUES(1,'694','marriage',26130,431,431,'J11','K11');
INSERT INTO "figure" VALUES(1,'694','death',9610,85,85,'N11','O11');
INSERT INTO "figure" VALUES(1,'694','adoption',33,0,0,'R11','S11');
INSERT INTO "figure" VALUES(1,'688','birth',24366,683,683,'D8','E8');
INSERT INTO "figure" VALUES(1,'688','marriage',7581,225,225,'H8','I8');
INSERT INTO "figure" VALUES(1,'688','death',2726,18,18,'L8','M8');
INSERT INTO "figure" VALUES(1,'688','adoption',4,0,0,'P8','Q8');
INSERT INTO "figure" VALUES(1,'697','birth',48771,1222,1222,'D12','E12');
INSERT INTO "figure" VALUES(1,'697','marriage',15864,588,588,'H12','I12');
INSERT INTO "figure" VALUES(1,'697','death',6302,55,55,'L12','M12');
INSERT INTO "figure" VALUES(1,'697','adoption',7,2,2,'P12','Q12');
INSERT INTO "figure" VALUES(1,'693','birth',53449,589,589,'D8','E8');
INSERT INTO "figure" VALUES(1,'693','marriage',13573,237,237,'H8','I8');
INSERT INTO "figure" VALUES(1,'693','death',4749,24,24,'L8','M8');
INSERT INTO "figure" VALUES(1,'693','adoption',13,2,2,'P8','Q8');
INSERT INTO "figure" VALUES(1,'689','birth',399974,975,975,'D8','E8');
INSERT INTO "figure" VALUES(1,'689','marriage',103378,356,356,'H8','I8');
INSERT INTO "figure" VALUES(1,'689','death',36634,54,54,'L8','M8');
INSERT INTO "figure" VALUES(1,'689','adoption',89,2,2,'P8','Q8');
INSERT INTO "figure" VALUES(1,'690','birth',36807,584,584,'D8','E8');
INSERT INTO "figure" VALUES(1,'690','marriage',9430,166,166,'H8','I8');
INSERT INTO "figure" VALUES(1,'690','death',5106,31,31,'L8','M8');
INSERT INTO "figure" VALUES(1,'690','adoption',19,2,2,'P8','Q8');
INSERT INTO "figure" VALUES(1,'695','birth',69435,1180,1180,'D16','E16');
INSERT INTO "figure" VALUES(1,'695','marriage',21899,475,475,'H16','I16');
INSERT INTO "figure" VALUES(1,'695','death',6933,53,53,'L16','M16');
INSERT INTO "figure" VALUES(1,'695','adoption',15,0,0,'P16','Q16');
INSERT INTO "figure" VALUES(1,'692','birth',107165,1938,1938,'D8','E8');
INSERT INTO "figure" VALUES(1,'692','marriage',26864,677,677,'H8','I8');
INSERT INTO "figure" VALUES(1,'692','death',9665,64,64,'L8','M8');
INSERT INTO "figure" VALUES(1,'692','adoption',20,0,0,'P8','Q8');
INSERT INTO "figure" VALUES(1,'698','birth',0,0,0,'D8','E8');
INSERT INTO "figure" VALUES(1,'698','marriage',0,0,0,'H8','I8');
INSERT INTO "figure" VALUES(1,'698','death',0,0,0,'L8','M8');
INSERT INTO "figure" VALUES(1,'698','adoption',0,0,0,'P8','Q8');
INSERT INTO "figure" VALUES(2,'691','birth',68082,830,1,'D8','E8');
INSERT INTO "figure" VALUES(2,'691','marriage',13219,387,717,'H8','I8');
INSERT INTO "figure" VALUES(2,'691','death',4633,54,96,'L8','M8');
INSERT INTO "figure" VALUES(2,'691','adoption',7,0,2,'P8','Q8');
INSERT INTO "figure" VALUES(2,'696','birth',115614,2190,3729,'D8:D23','E8:E23');
INSERT INTO "figure" VALUES(2,'696','marriage',27011,856,1542,'H8:H23','I8:I23');
INSERT INTO "figure" VALUES(2,'696','death',8614,114,222,'L8:L23','M8:M23');
INSERT INTO "figure" VALUES(2,'696','adoption',25,0,2,'P8:P23','Q8:Q23');
INSERT INTO "figure" VALUES(2,'694','birth',89692,1555,2559,'F11','G11');
INSERT INTO "figure" VALUES(2,'694','marriage',26130,433,864,'J11','K11');
INSERT INTO "figure" VALUES(2,'694','death',9610,34,119,'N11','O11');
INSERT INTO "figure" VALUES(2,'694','adoption',33,1,1,'R11','S11');
INSERT INTO "figure" VALUES(2,'688','birth',24366,608,1291,'D8','E8');
INSERT INTO "figure" VALUES(2,'688','marriage',7581,178,403,'H8','I8');
INSERT INTO "figure" VALUES(2,'688','death',2726,26,44,'L8','M8');
INSERT INTO "figure" VALUES(2,'688','adoption',4,0,0,'P8','Q8');
INSERT INTO "figure" VALUES(2,'697','birth',48771,876,2098,'D12','E12');
INSERT INTO "figure" VALUES(2,'697','marriage',15864,325,913,'H12','I12');
INSERT INTO "figure" VALUES(2,'697','death',6302,40,95,'L12','M12');
INSERT INTO "figure" VALUES(2,'697','adoption',7,2,4,'P12','Q12');
INSERT INTO "figure" VALUES(2,'693','birth',53449,589,1178,'D8','E8');
INSERT INTO "figure" VALUES(2,'693','marriage',13573,230,467,'H8','I8');
INSERT INTO "figure" VALUES(2,'693','death',4749,68,92,'L8','M8');
INSERT INTO "figure" VALUES(2,'693','adoption',13,0,2,'P8','Q8');
INSERT INTO "figure" VALUES(2,'689','birth',399974,759,1734,'D8','E8');
INSERT INTO "figure" VALUES(2,'689','marriage',103378,291,647,'H8','I8');
INSERT INTO "figure" VALUES(2,'689','death',36634,25,79,'L8','M8');
INSERT INTO "figure" VALUES(2,'689','adoption',89,2,4,'P8','Q8');
INSERT INTO "figure" VALUES(2,'690','birth',36807,NULL,584,'','');
INSERT INTO "figure" VALUES(2,'690','marriage',9430,NULL,166,'','');
INSERT INTO "figure" VALUES(2,'690','death',5106,NULL,31,'','');
INSERT INTO "figure" VALUES(2,'690','adoption',19,NULL,2,'','');
INSERT INTO "figure" VALUES(2,'695','birth',69435,1165,2345,'D16','E16');
INSERT INTO "figure" VALUES(2,'695','marriage',21899,458,933,'H16','I16');
INSERT INTO "figure" VALUES(2,'695','death',6933,43,96,'L16','M16');
INSERT INTO "figure" VALUES(2,'695','adoption',15,0,0,'P16','Q16');
INSERT INTO "figure" VALUES(2,'692','birth',107165,1390,3328,'D8','E8');
INSERT INTO "figure" VALUES(2,'692','marriage',26864,523,1200,'H8','I8');
INSERT INTO "figure" VALUES(2,'692','death',9665,127,191,'L8','M8');
INSERT INTO "figure" VALUES(2,'692','adoption',20,1,1,'P8','Q8');
INSERT INTO "figure" VALUES(2,'698','birth',0,NULL,0,'','');
INSERT INTO "figure" VALUES(2,'698','marriage',0,NULL,0,'','');
INSERT INTO "figure" VALUES(2,'698','death',0,NULL,0,'','');
INSERT INTO "figure" VALUES(2,'698','adoption',0,NULL,0,'','');
CREATE TABLE finding (run INTEGER NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL, title TEXT NOT NULL, message TEXT NOT NULL, fix TEXT NOT NULL, unit TEXT) STRICT;
INSERT INTO "finding" VALUES(1,0,'SL08','warning','2023-05-22/TX Phuoc Long.xlsx','Phụ lục 01','C8','Số ghi dưới dạng chữ','Ô C8 “24.366”, D8 “683”, E8 “683” và 17 ô khác đang là chữ, đã đọc thành số.','Không cần gửi lại; lần sau gõ số, không gõ dấu chấm.','688');
INSERT INTO "finding" VALUES(1,1,'SL08','warning','2023-05-22/bc loc ninh.xlsx','Phụ lục 01','C8','Số ghi dưới dạng chữ','Ô C8 “107 165” (107.165), D8 “1 938” (1.938), E8 “1 938” (1.938) và 15 ô khác đang là chữ, đã đọc thành số.','Không cần gửi lại; lần sau gõ số, không gõ dấu chấm.','692');
INSERT INTO "finding" VALUES(1,2,'SL11','info','2023-05-22/bc loc ninh.xlsx','Phụ lục 01','P8','Dấu gạch hiểu là số 0','Ô P8: “-”, hiểu là 0; ô Q8: “-”, hiểu là 0.','Không cần làm gì.','692');
INSERT INTO "finding" VALUES(1,3,'SL11','info','2023-05-22/phu rieng.xlsx','Phụ lục 01','C8','Dấu gạch hiểu là số 0','Ô C8: “-”, hiểu là 0; ô D8: “-”, hiểu là 0; ô E8: “-”, hiểu là 0; ô F8: “-”, hiểu là 0; ô G8: “-”, hiểu là 0; ô H8: “-”, hiểu là 0; và 14 ô khác.','Không cần làm gì.','698');
INSERT INTO "finding" VALUES(2,0,'CD01','error','=binh long.xlsx','Phụ lục 01','D8','Số trong ngày lớn hơn tổng đã nhập','Đăng ký sinh: trong ngày 766, tổng đã nhập 1.','Chỉ cần sửa ô E8: 1 → 1.350.','690');
INSERT INTO "finding" VALUES(2,1,'LK02','error','=binh long.xlsx','Phụ lục 01','E8','Tổng đã nhập giảm so với ngày trước','Đăng ký sinh: ngày 22/5/2023 đã nhập 584 (ô E8, “2023-05-22/binh long.xlsx”), nay chỉ còn 1.','Chỉ cần sửa ô E8: 1 → 1.350.','690');
INSERT INTO "finding" VALUES(2,2,'CD01','warning','bu gia map.xlsx','Phụ lục 01','D8','Số trong ngày lớn hơn tổng đã nhập','Đăng ký sinh: trong ngày 830, tổng đã nhập 1.','Cơ quan tổng hợp đã chấp nhận riêng cho đơn vị này; ngày sau nối tiếp số này. Muốn sửa thì gửi lại tệp của ngày 23/5/2023, ô E8: 1 → 1.592.','691');
INSERT INTO "finding" VALUES(2,3,'LK02','warning','bu gia map.xlsx','Phụ lục 01','E8','Tổng đã nhập giảm so với ngày trước','Đăng ký sinh: ngày 22/5/2023 đã nhập 762 (ô E8, “2023-05-22/bu gia map.xlsx”), nay chỉ còn 1.','Cơ quan tổng hợp đã chấp nhận riêng cho đơn vị này; ngày sau nối tiếp số này. Muốn sửa thì gửi lại tệp của ngày 23/5/2023, ô E8: 1 → 1.592.','691');
INSERT INTO "finding" VALUES(2,4,'SL08','warning','2023-05-23/TX Phuoc Long.xlsx','Phụ lục 01','C8','Số ghi dưới dạng chữ','Ô C8 “24.366”, D8 “608”, E8 “1.291” và 17 ô khác đang là chữ, đã đọc thành số.','Không cần gửi lại; lần sau gõ số, không gõ dấu chấm.','688');
INSERT INTO "finding" VALUES(2,5,'SL08','warning','2023-05-23/bc loc ninh.xlsx','Phụ lục 01','C8','Số ghi dưới dạng chữ','Ô C8 “107 165” (107.165), D8 “1 390” (1.390), E8 “3 328” (3.328) và 17 ô khác đang là chữ, đã đọc thành số.','Không cần gửi lại; lần sau gõ số, không gõ dấu chấm.','692');
INSERT INTO "finding" VALUES(2,6,'TG02','warning','','','','Chưa có báo cáo','Chưa nhận được báo cáo ngày 23/5/2023. Tổng đã nhập giữ theo ngày 22/5/2023.','Liên hệ đơn vị, đề nghị gửi ngay.','698');
CREATE TABLE gathered (run INTEGER NOT NULL, place INTEGER NOT NULL, stands_for INTEGER NOT NULL, because TEXT NOT NULL) STRICT;
INSERT INTO "gathered" VALUES(1,0,20,'');
INSERT INTO "gathered" VALUES(1,1,18,'');
INSERT INTO "gathered" VALUES(1,2,2,'');
INSERT INTO "gathered" VALUES(1,3,20,'');
INSERT INTO "gathered" VALUES(2,1,1,'CD01');
INSERT INTO "gathered" VALUES(2,3,1,'CD01');
INSERT INTO "gathered" VALUES(2,4,20,'');
INSERT INTO "gathered" VALUES(2,5,20,'');
CREATE TABLE letter (run INTEGER NOT NULL, receipt INTEGER NOT NULL, sha256 TEXT NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, sent_at TEXT, received_at TEXT) STRICT;
CREATE TABLE plan (sha256 TEXT PRIMARY KEY, run INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
INSERT INTO "plan" VALUES('b3db3557735fd949a5862ee2f995fb7eea6d9df306b0c9dcc68e3c54c4809db4',1,'{
 "schema": 1,
 "plan": {"number": "188/KH-UBND", "date": "2023-04-04", "issuer": "UBND tỉnh"},
 "office": "Sở Tư pháp",
 "recipient": "Tổ trưởng Tổ kiểm tra nhập liệu",
 "campaign": {"start": "2023-05-22", "before": "2023-07-15"},
 "reporting": {"units_before": "14:00", "office_before": "15:00", "utc_offset_hours": 7},
 "folders": {"inbox": "den", "reports": "bao-cao"},
 "letterhead": {"parent": "UBND tỉnh Bình Phước", "symbol": "BC-STP", "place": "Bình Phước", "position": "Giám đốc"},
 "norm": {"per_machine_per_day": 200, "in_text": 300, "in_tables": 200, "rounding": "nearest"},
 "form": {
  "level": "commune",
  "cites": {"number": "138/KH-UBND", "date": "2023-04-23"},
  "stated_cases": 1373508
 },
 "stated": {
  "books": 27548,
  "cases": 1457884,
  "extra_machines": {"689": [2, 3]}
 },
 "priority": ["birth", "marriage", "death", "adoption"],
 "levels": [
  {
   "level": "commune",
   "name": "cấp xã",
   "appendix": "02",
   "cites": {"number": "138/KH-UBND", "date": "2023-04-27"},
   "targets": [
    {
     "code": "691",
     "books": {"birth": 369, "marriage": 175, "death": 143, "adoption": 7},
     "cases": {"birth": 68082, "marriage": 13219, "death": 4633, "adoption": 7},
     "machines": 8,
     "printed": {"books": 694, "cases": 85941, "machines": 8, "per_day": 1600, "days": 54}
    },
    {
     "code": "696",
     "books": {"birth": 734, "marriage": 351, "death": 286, "adoption": 29},
     "cases": {"birth": 115614, "marriage": 27011, "death": 8614, "adoption": 25},
     "machines": 16,
     "printed": {"books": 1400, "cases": 151264, "machines": 16, "per_day": 3200, "days": 47}
    },
    {
     "code": "694",
     "books": {"birth": 533, "marriage": 316, "death": 233, "adoption": 18},
     "cases": {"birth": 89692, "marriage": 26130, "death": 9610, "adoption": 33},
     "machines": 13,
     "printed": {"books": 1100, "cases": 125465, "machines": 13, "per_day": 2600, "days": 48}
    },
    {
     "code": "688",
     "books": {"birth": 198, "marriage": 116, "death": 96, "adoption": 3},
     "cases": {"birth": 24366, "marriage": 7581, "death": 2726, "adoption": 4},
     "machines": 7,
     "printed": {"books": 413, "cases": 34677, "machines": 7, "per_day": 1400, "days": 25}
    },
    {
     "code": "697",
     "books": {"birth": 331, "marriage": 227, "death": 188, "adoption": 12},
     "cases": {"birth": 48771, "marriage": 15864, "death": 6302, "adoption": 7},
     "machines": 9,
     "printed": {"books": 758, "cases": 70944, "machines": 9, "per_day": 1800, "days": 39}
    },
    {
     "code": "693",
     "books": {"birth": 276, "marriage": 156, "death": 109, "adoption": 7},
     "cases": {"birth": 53449, "marriage": 13573, "death": 4749, "adoption": 13},
     "machines": 7,
     "printed": {"books": 548, "cases": 71784, "machines": 7, "per_day": 1400, "days": 51}
    },
    {
     "code": "689",
     "books": {"birth": 2441, "marriage": 1341, "death": 1055, "adoption": 76},
     "cases": {"birth": 399974, "marriage": 103378, "death": 36634, "adoption": 89},
     "machines": 8,
     "printed": {"books": 4913, "cases": 540075, "machines": 8, "per_day": 1600, "days": 338}
    },
    {
     "code": "690",
     "books": {"birth": 204, "marriage": 81, "death": 98, "adoption": 12},
     "cases": {"birth": 36807, "marriage": 9430, "death": 5106, "adoption": 19},
     "machines": 6,
     "printed": {"books": 395, "cases": 51362, "machines": 6, "per_day": 1200, "days": 43}
    },
    {
     "code": "695",
     "books": {"birth": 520, "marriage": 301, "death": 263, "adoption": 15},
     "cases": {"birth": 69435, "marriage": 21899, "death": 6933, "adoption": 15},
     "machines": 11,
     "printed": {"books": 1099, "cases": 98282, "machines": 11, "per_day": 2200, "days": 45}
    },
    {
     "code": "692",
     "books": {"birth": 1142, "marriage": 392, "death": 324, "adoption": 17},
     "cases": {"birth": 107165, "marriage": 26864, "death": 9665, "adoption": 20},
     "machines": 16,
     "printed": {"books": 1875, "cases": 143714, "machines": 16, "per_day": 3200, "days": 45}
    },
    {
     "code": "698",
     "books": {"birth": 404, "marriage": 265, "death": 171, "adoption": 6},
     "cases": {"birth": null, "marriage": null, "death": null, "adoption": null},
     "machines": 10,
     "printed": {"books": 846, "cases": 0, "machines": 10, "per_day": 2000, "days": 0}
    }
   ],
   "printed": {"books": 14041, "cases": 1373508, "per_day": 22200}
  },
  {
   "level": "district",
   "name": "cấp huyện",
   "appendix": "03",
   "cites": {"number": "138/KH-UBND", "date": "2023-04-27"},
   "targets": [
    {
     "code": "691",
     "books": {"birth": 3, "marriage": 3, "death": 0, "adoption": 0},
     "cases": {"birth": 5, "marriage": 10, "death": 0, "adoption": 0},
     "machines": 1,
     "printed": {"books": 6, "cases": 15, "machines": 1, "per_day": 200, "days": 0}
    },
    {
     "code": "696",
     "books": {"birth": 1, "marriage": 1, "death": 0, "adoption": 0},
     "cases": {"birth": 12, "marriage": 52, "death": 0, "adoption": 0},
     "machines": 1,
     "printed": {"books": 2, "cases": 64, "machines": 1, "per_day": 200, "days": 0}
    },
    {
     "code": "694",
     "books": {"birth": 4, "marriage": 4, "death": 1, "adoption": 0},
     "cases": {"birth": 2117, "marriage": 47, "death": 2, "adoption": 0},
     "machines": 1,
     "printed": {"books": 9, "cases": 2166, "machines": 1, "per_day": 200, "days": 11}
    },
    {
     "code": "688",
     "books": {"birth": 1260, "marriage": 86, "death": 5211, "adoption": 0},
     "cases": {"birth": 11066, "marriage": 4055, "death": 1803, "adoption": 0},
     "machines": 1,
     "printed": {"books": 6557, "cases": 16924, "machines": 1, "per_day": 200, "days": 85}
    },
    {
     "code": "697",
     "books": {"birth": 1, "marriage": 1, "death": 1, "adoption": 0},
     "cases": {"birth": 21, "marriage": 48, "death": 6, "adoption": 0},
     "machines": 1,
     "printed": {"books": 3, "cases": 75, "machines": 1, "per_day": 200, "days": 0}
    },
    {
     "code": "693",
     "books": {"birth": 4, "marriage": 4, "death": 0, "adoption": 0},
     "cases": {"birth": 8, "marriage": 28, "death": 0, "adoption": 0},
     "machines": 1,
     "printed": {"books": 8, "cases": 36, "machines": 1, "per_day": 200, "days": 0}
    },
    {
     "code": "689",
     "books": {"birth": 12, "marriage": 4, "death": 0, "adoption": 0},
     "cases": {"birth": 395, "marriage": 53, "death": 0, "adoption": 0},
     "machines": 1,
     "printed": {"books": 16, "cases": 448, "machines": 1, "per_day": 200, "days": 2}
    },
    {
     "code": "690",
     "books": {"birth": 1285, "marriage": 103, "death": 5213, "adoption": 0},
     "cases": {"birth": 13616, "marriage": 4296, "death": 1811, "adoption": 0},
     "machines": 1,
     "printed": {"books": 6601, "cases": 19723, "machines": 1, "per_day": 200, "days": 99}
    },
    {
     "code": "695",
     "books": {"birth": 156, "marriage": 85, "death": 34, "adoption": 0},
     "cases": {"birth": 31576, "marriage": 10518, "death": 1332, "adoption": 0},
     "machines": 1,
     "printed": {"books": 275, "cases": 43426, "machines": 1, "per_day": 200, "days": 217}
    },
    {
     "code": "692",
     "books": {"birth": 4, "marriage": 6, "death": 1, "adoption": 0},
     "cases": {"birth": 12, "marriage": 66, "death": 1, "adoption": 0},
     "machines": 1,
     "printed": {"books": 11, "cases": 79, "machines": 1, "per_day": 200, "days": 0}
    },
    {
     "code": "698",
     "books": {"birth": 1, "marriage": 1, "death": 0, "adoption": 0},
     "cases": {"birth": 1, "marriage": 2, "death": 0, "adoption": 0},
     "machines": 1,
     "printed": {"books": 2, "cases": 3, "machines": 1, "per_day": 200, "days": 0}
    }
   ],
   "printed": {"books": 13490, "cases": 82959, "per_day": 2200}
  },
  {
   "level": "province",
   "name": "cấp tỉnh",
   "appendix": "04",
   "cites": {"number": "138/KH-UBND", "date": "2023-04-27"},
   "targets": [
    {
     "code": "70",
     "name": "Sở Tư pháp",
     "books": {"birth": 3, "marriage": 13, "death": 1, "adoption": 0},
     "cases": {"birth": 209, "marriage": 1197, "death": 11, "adoption": 0},
     "machines": 1,
     "printed": {"books": 17, "cases": 1417, "machines": 1, "per_day": 200, "days": 7}
    }
   ],
   "printed": {"books": 17, "cases": 1417, "per_day": 200}
  }
 ],
 "units": {
  "code": "70",
  "name": "Tỉnh Bình Phước",
  "children": [
   {
    "code": "691",
    "name": "Huyện Bù Gia Mập",
    "children": [
     {"code": "25222", "name": "Xã Bù Gia Mập"},
     {"code": "25225", "name": "Xã Đak Ơ", "aliases": ["Xã Đăk Ơ", "Xã Đắk Ơ"]},
     {"code": "25228", "name": "Xã Đức Hạnh"},
     {"code": "25229", "name": "Xã Phú Văn"},
     {"code": "25231", "name": "Xã Đa Kia"},
     {"code": "25232", "name": "Xã Phước Minh"},
     {"code": "25234", "name": "Xã Bình Thắng"},
     {"code": "25267", "name": "Xã Phú Nghĩa"}
    ]
   },
   {
    "code": "696",
    "name": "Huyện Bù Đăng",
    "children": [
     {"code": "25396", "name": "Thị trấn Đức Phong"},
     {"code": "25398", "name": "Xã Đường 10"},
     {"code": "25399", "name": "Xã Đak Nhau", "aliases": ["Xã Đăk Nhau", "Xã Đắk Nhau"]},
     {"code": "25400", "name": "Xã Phú Sơn"},
     {"code": "25402", "name": "Xã Thọ Sơn"},
     {"code": "25404", "name": "Xã Bình Minh"},
     {"code": "25405", "name": "Xã Bom Bo"},
     {"code": "25408", "name": "Xã Minh Hưng"},
     {"code": "25411", "name": "Xã Đoàn Kết"},
     {"code": "25414", "name": "Xã Đồng Nai"},
     {"code": "25417", "name": "Xã Đức Liễu"},
     {"code": "25420", "name": "Xã Thống Nhất"},
     {"code": "25423", "name": "Xã Nghĩa Trung"},
     {"code": "25424", "name": "Xã Nghĩa Bình"},
     {"code": "25426", "name": "Xã Đăng Hà"},
     {"code": "25429", "name": "Xã Phước Sơn"}
    ]
   },
   {
    "code": "694",
    "name": "Huyện Hớn Quản",
    "children": [
     {"code": "25327", "name": "Xã Thanh An"},
     {"code": "25330", "name": "Xã An Khương"},
     {"code": "25339", "name": "Xã An Phú"},
     {"code": "25342", "name": "Xã Tân Lợi"},
     {"code": "25345", "name": "Xã Tân Hưng"},
     {"code": "25348", "name": "Xã Minh Đức"},
     {"code": "25349", "name": "Xã Minh Tâm"},
     {"code": "25351", "name": "Xã Phước An"},
     {"code": "25354", "name": "Xã Thanh Bình"},
     {"code": "25357", "name": "Thị trấn Tân Khai"},
     {"code": "25360", "name": "Xã Đồng Nơ"},
     {"code": "25361", "name": "Xã Tân Hiệp"},
     {"code": "25438", "name": "Xã Tân Quan"}
    ]
   },
   {
    "code": "688",
    "name": "Thị xã Phước Long",
    "children": [
     {"code": "25216", "name": "Phường Thác Mơ"},
     {"code": "25217", "name": "Phường Long Thủy"},
     {"code": "25219", "name": "Phường Phước Bình"},
     {"code": "25220", "name": "Phường Long Phước"},
     {"code": "25237", "name": "Phường Sơn Giang"},
     {"code": "25245", "name": "Xã Long Giang"},
     {"code": "25249", "name": "Xã Phước Tín"}
    ]
   },
   {
    "code": "697",
    "name": "Thị xã Chơn Thành",
    "aliases": ["Huyện Chơn Thành"],
    "children": [
     {"code": "25432", "name": "Phường Hưng Long"},
     {"code": "25433", "name": "Phường Thành Tâm"},
     {"code": "25435", "name": "Xã Minh Lập"},
     {"code": "25439", "name": "Xã Quang Minh"},
     {"code": "25441", "name": "Phường Minh Hưng"},
     {"code": "25444", "name": "Phường Minh Long"},
     {"code": "25447", "name": "Phường Minh Thành"},
     {"code": "25450", "name": "Xã Nha Bích"},
     {"code": "25453", "name": "Xã Minh Thắng"}
    ]
   },
   {
    "code": "693",
    "name": "Huyện Bù Đốp",
    "children": [
     {"code": "25308", "name": "Thị trấn Thanh Bình"},
     {"code": "25309", "name": "Xã Hưng Phước"},
     {"code": "25310", "name": "Xã Phước Thiện"},
     {"code": "25312", "name": "Xã Thiện Hưng"},
     {"code": "25315", "name": "Xã Thanh Hòa"},
     {"code": "25318", "name": "Xã Tân Thành"},
     {"code": "25321", "name": "Xã Tân Tiến"}
    ]
   },
   {
    "code": "689",
    "name": "Thành Phố Đồng Xoài",
    "aliases": ["Thị xã Đồng Xoài"],
    "children": [
     {"code": "25195", "name": "Phường Tân Phú"},
     {"code": "25198", "name": "Phường Tân Đồng"},
     {"code": "25201", "name": "Phường Tân Bình"},
     {"code": "25204", "name": "Phường Tân Xuân"},
     {"code": "25205", "name": "Phường Tân Thiện"},
     {"code": "25207", "name": "Xã Tân Thành"},
     {"code": "25210", "name": "Phường Tiến Thành"},
     {"code": "25213", "name": "Xã Tiến Hưng"}
    ]
   },
   {
    "code": "690",
    "name": "Thị xã Bình Long",
    "children": [
     {"code": "25320", "name": "Phường Hưng Chiến"},
     {"code": "25324", "name": "Phường An Lộc"},
     {"code": "25325", "name": "Phường Phú Thịnh"},
     {"code": "25326", "name": "Phường Phú Đức"},
     {"code": "25333", "name": "Xã Thanh Lương"},
     {"code": "25336", "name": "Xã Thanh Phú"}
    ]
   },
   {
    "code": "695",
    "name": "Huyện Đồng Phú",
    "children": [
     {"code": "25363", "name": "Thị trấn Tân Phú"},
     {"code": "25366", "name": "Xã Thuận Lợi"},
     {"code": "25369", "name": "Xã Đồng Tâm"},
     {"code": "25372", "name": "Xã Tân Phước"},
     {"code": "25375", "name": "Xã Tân Hưng"},
     {"code": "25378", "name": "Xã Tân Lợi"},
     {"code": "25381", "name": "Xã Tân Lập"},
     {"code": "25384", "name": "Xã Tân Hòa"},
     {"code": "25387", "name": "Xã Thuận Phú"},
     {"code": "25390", "name": "Xã Đồng Tiến"},
     {"code": "25393", "name": "Xã Tân Tiến"}
    ]
   },
   {
    "code": "692",
    "name": "Huyện Lộc Ninh",
    "children": [
     {"code": "25270", "name": "Thị trấn Lộc Ninh"},
     {"code": "25273", "name": "Xã Lộc Hòa"},
     {"code": "25276", "name": "Xã Lộc An"},
     {"code": "25279", "name": "Xã Lộc Tấn"},
     {"code": "25280", "name": "Xã Lộc Thạnh"},
     {"code": "25282", "name": "Xã Lộc Hiệp"},
     {"code": "25285", "name": "Xã Lộc Thiện"},
     {"code": "25288", "name": "Xã Lộc Thuận"},
     {"code": "25291", "name": "Xã Lộc Quang"},
     {"code": "25292", "name": "Xã Lộc Phú"},
     {"code": "25294", "name": "Xã Lộc Thành"},
     {"code": "25297", "name": "Xã Lộc Thái"},
     {"code": "25300", "name": "Xã Lộc Điền"},
     {"code": "25303", "name": "Xã Lộc Hưng"},
     {"code": "25305", "name": "Xã Lộc Thịnh"},
     {"code": "25306", "name": "Xã Lộc Khánh"}
    ]
   },
   {
    "code": "698",
    "name": "Huyện Phú Riềng",
    "children": [
     {"code": "25240", "name": "Xã Long Bình"},
     {"code": "25243", "name": "Xã Bình Tân"},
     {"code": "25244", "name": "Xã Bình Sơn"},
     {"code": "25246", "name": "Xã Long Hưng"},
     {"code": "25250", "name": "Xã Phước Tân"},
     {"code": "25252", "name": "Xã Bù Nho"},
     {"code": "25255", "name": "Xã Long Hà"},
     {"code": "25258", "name": "Xã Long Tân"},
     {"code": "25261", "name": "Xã Phú Trung"},
     {"code": "25264", "name": "Xã Phú Riềng"}
    ]
   }
  ]
 }
}
');
INSERT INTO "plan" VALUES('dbec8be58c25a48e61a8b901d572a6e5e63978392273fbdc5198be5cd608d707',2,'{"schema":1,"plan":{"number":"188/KH-UBND","date":"2023-04-04","issuer":"UBND tỉnh"},"office":"Sở Tư pháp","recipient":"Tổ trưởng Tổ kiểm tra nhập liệu","campaign":{"start":"2023-05-22","before":"2023-07-15"},"reporting":{"units_before":"14:00","office_before":"15:00","utc_offset_hours":7},"folders":{"inbox":"den","reports":"bao-cao"},"letterhead":{"parent":"UBND tỉnh Bình Phước","symbol":"BC-STP","place":"Bình Phước","position":"Giám đốc"},"norm":{"per_machine_per_day":200,"in_text":300,"in_tables":200,"rounding":"nearest"},"form":{"level":"commune","cites":{"number":"138/KH-UBND","date":"2023-04-23"},"stated_cases":1373508},"stated":{"books":27548,"cases":1457884,"extra_machines":{"689":[2,3]}},"priority":["birth","marriage","death","adoption"],"levels":[{"level":"commune","name":"cấp xã","appendix":"02","cites":{"number":"138/KH-UBND","date":"2023-04-27"},"targets":[{"code":"691","books":{"birth":369,"marriage":175,"death":143,"adoption":7},"cases":{"birth":68082,"marriage":13219,"death":4633,"adoption":7},"machines":8,"printed":{"books":694,"cases":85941,"machines":8,"per_day":1600,"days":54}},{"code":"696","books":{"birth":734,"marriage":351,"death":286,"adoption":29},"cases":{"birth":115614,"marriage":27011,"death":8614,"adoption":25},"machines":16,"printed":{"books":1400,"cases":151264,"machines":16,"per_day":3200,"days":47}},{"code":"694","books":{"birth":533,"marriage":316,"death":233,"adoption":18},"cases":{"birth":89692,"marriage":26130,"death":9610,"adoption":33},"machines":13,"printed":{"books":1100,"cases":125465,"machines":13,"per_day":2600,"days":48}},{"code":"688","books":{"birth":198,"marriage":116,"death":96,"adoption":3},"cases":{"birth":24366,"marriage":7581,"death":2726,"adoption":4},"machines":7,"printed":{"books":413,"cases":34677,"machines":7,"per_day":1400,"days":25}},{"code":"697","books":{"birth":331,"marriage":227,"death":188,"adoption":12},"cases":{"birth":48771,"marriage":15864,"death":6302,"adoption":7},"machines":9,"printed":{"books":758,"cases":70944,"machines":9,"per_day":1800,"days":39}},{"code":"693","books":{"birth":276,"marriage":156,"death":109,"adoption":7},"cases":{"birth":53449,"marriage":13573,"death":4749,"adoption":13},"machines":7,"printed":{"books":548,"cases":71784,"machines":7,"per_day":1400,"days":51}},{"code":"689","books":{"birth":2441,"marriage":1341,"death":1055,"adoption":76},"cases":{"birth":399974,"marriage":103378,"death":36634,"adoption":89},"machines":8,"printed":{"books":4913,"cases":540075,"machines":8,"per_day":1600,"days":338}},{"code":"690","books":{"birth":204,"marriage":81,"death":98,"adoption":12},"cases":{"birth":36807,"marriage":9430,"death":5106,"adoption":19},"machines":6,"printed":{"books":395,"cases":51362,"machines":6,"per_day":1200,"days":43}},{"code":"695","books":{"birth":520,"marriage":301,"death":263,"adoption":15},"cases":{"birth":69435,"marriage":21899,"death":6933,"adoption":15},"machines":11,"printed":{"books":1099,"cases":98282,"machines":11,"per_day":2200,"days":45}},{"code":"692","books":{"birth":1142,"marriage":392,"death":324,"adoption":17},"cases":{"birth":107165,"marriage":26864,"death":9665,"adoption":20},"machines":16,"printed":{"books":1875,"cases":143714,"machines":16,"per_day":3200,"days":45}},{"code":"698","books":{"birth":404,"marriage":265,"death":171,"adoption":6},"cases":{"birth":null,"marriage":null,"death":null,"adoption":null},"machines":10,"printed":{"books":846,"cases":0,"machines":10,"per_day":2000,"days":0}}],"printed":{"books":14041,"cases":1373508,"per_day":22200}},{"level":"district","name":"cấp huyện","appendix":"03","cites":{"number":"138/KH-UBND","date":"2023-04-27"},"targets":[{"code":"691","books":{"birth":3,"marriage":3,"death":0,"adoption":0},"cases":{"birth":5,"marriage":10,"death":0,"adoption":0},"machines":1,"printed":{"books":6,"cases":15,"machines":1,"per_day":200,"days":0}},{"code":"696","books":{"birth":1,"marriage":1,"death":0,"adoption":0},"cases":{"birth":12,"marriage":52,"death":0,"adoption":0},"machines":1,"printed":{"books":2,"cases":64,"machines":1,"per_day":200,"days":0}},{"code":"694","books":{"birth":4,"marriage":4,"death":1,"adoption":0},"cases":{"birth":2117,"marriage":47,"death":2,"adoption":0},"machines":1,"printed":{"books":9,"cases":2166,"machines":1,"per_day":200,"days":11}},{"code":"688","books":{"birth":1260,"marriage":86,"death":5211,"adoption":0},"cases":{"birth":11066,"marriage":4055,"death":1803,"adoption":0},"machines":1,"printed":{"books":6557,"cases":16924,"machines":1,"per_day":200,"days":85}},{"code":"697","books":{"birth":1,"marriage":1,"death":1,"adoption":0},"cases":{"birth":21,"marriage":48,"death":6,"adoption":0},"machines":1,"printed":{"books":3,"cases":75,"machines":1,"per_day":200,"days":0}},{"code":"693","books":{"birth":4,"marriage":4,"death":0,"adoption":0},"cases":{"birth":8,"marriage":28,"death":0,"adoption":0},"machines":1,"printed":{"books":8,"cases":36,"machines":1,"per_day":200,"days":0}},{"code":"689","books":{"birth":12,"marriage":4,"death":0,"adoption":0},"cases":{"birth":395,"marriage":53,"death":0,"adoption":0},"machines":1,"printed":{"books":16,"cases":448,"machines":1,"per_day":200,"days":2}},{"code":"690","books":{"birth":1285,"marriage":103,"death":5213,"adoption":0},"cases":{"birth":13616,"marriage":4296,"death":1811,"adoption":0},"machines":1,"printed":{"books":6601,"cases":19723,"machines":1,"per_day":200,"days":99}},{"code":"695","books":{"birth":156,"marriage":85,"death":34,"adoption":0},"cases":{"birth":31576,"marriage":10518,"death":1332,"adoption":0},"machines":1,"printed":{"books":275,"cases":43426,"machines":1,"per_day":200,"days":217}},{"code":"692","books":{"birth":4,"marriage":6,"death":1,"adoption":0},"cases":{"birth":12,"marriage":66,"death":1,"adoption":0},"machines":1,"printed":{"books":11,"cases":79,"machines":1,"per_day":200,"days":0}},{"code":"698","books":{"birth":1,"marriage":1,"death":0,"adoption":0},"cases":{"birth":1,"marriage":2,"death":0,"adoption":0},"machines":1,"printed":{"books":2,"cases":3,"machines":1,"per_day":200,"days":0}}],"printed":{"books":13490,"cases":82959,"per_day":2200}},{"level":"province","name":"cấp tỉnh","appendix":"04","cites":{"number":"138/KH-UBND","date":"2023-04-27"},"targets":[{"code":"70","name":"Sở Tư pháp","books":{"birth":3,"marriage":13,"death":1,"adoption":0},"cases":{"birth":209,"marriage":1197,"death":11,"adoption":0},"machines":1,"printed":{"books":17,"cases":1417,"machines":1,"per_day":200,"days":7}}],"printed":{"books":17,"cases":1417,"per_day":200}}],"units":{"code":"70","name":"Tỉnh Bình Phước","children":[{"code":"691","name":"Huyện Bù Gia Mập","children":[{"code":"25222","name":"Xã Bù Gia Mập"},{"code":"25225","name":"Xã Đak Ơ","aliases":["Xã Đăk Ơ","Xã Đắk Ơ"]},{"code":"25228","name":"Xã Đức Hạnh"},{"code":"25229","name":"Xã Phú Văn"},{"code":"25231","name":"Xã Đa Kia"},{"code":"25232","name":"Xã Phước Minh"},{"code":"25234","name":"Xã Bình Thắng"},{"code":"25267","name":"Xã Phú Nghĩa"}]},{"code":"696","name":"Huyện Bù Đăng","children":[{"code":"25396","name":"Thị trấn Đức Phong"},{"code":"25398","name":"Xã Đường 10"},{"code":"25399","name":"Xã Đak Nhau","aliases":["Xã Đăk Nhau","Xã Đắk Nhau"]},{"code":"25400","name":"Xã Phú Sơn"},{"code":"25402","name":"Xã Thọ Sơn"},{"code":"25404","name":"Xã Bình Minh"},{"code":"25405","name":"Xã Bom Bo"},{"code":"25408","name":"Xã Minh Hưng"},{"code":"25411","name":"Xã Đoàn Kết"},{"code":"25414","name":"Xã Đồng Nai"},{"code":"25417","name":"Xã Đức Liễu"},{"code":"25420","name":"Xã Thống Nhất"},{"code":"25423","name":"Xã Nghĩa Trung"},{"code":"25424","name":"Xã Nghĩa Bình"},{"code":"25426","name":"Xã Đăng Hà"},{"code":"25429","name":"Xã Phước Sơn"}]},{"code":"694","name":"Huyện Hớn Quản","children":[{"code":"25327","name":"Xã Thanh An"},{"code":"25330","name":"Xã An Khương"},{"code":"25339","name":"Xã An Phú"},{"code":"25342","name":"Xã Tân Lợi"},{"code":"25345","name":"Xã Tân Hưng"},{"code":"25348","name":"Xã Minh Đức"},{"code":"25349","name":"Xã Minh Tâm"},{"code":"25351","name":"Xã Phước An"},{"code":"25354","name":"Xã Thanh Bình"},{"code":"25357","name":"Thị trấn Tân Khai"},{"code":"25360","name":"Xã Đồng Nơ"},{"code":"25361","name":"Xã Tân Hiệp"},{"code":"25438","name":"Xã Tân Quan"}]},{"code":"688","name":"Thị xã Phước Long","children":[{"code":"25216","name":"Phường Thác Mơ"},{"code":"25217","name":"Phường Long Thủy"},{"code":"25219","name":"Phường Phước Bình"},{"code":"25220","name":"Phường Long Phước"},{"code":"25237","name":"Phường Sơn Giang"},{"code":"25245","name":"Xã Long Giang"},{"code":"25249","name":"Xã Phước Tín"}]},{"code":"697","name":"Thị xã Chơn Thành","aliases":["Huyện Chơn Thành"],"children":[{"code":"25432","name":"Phường Hưng Long"},{"code":"25433","name":"Phường Thành Tâm"},{"code":"25435","name":"Xã Minh Lập"},{"code":"25439","name":"Xã Quang Minh"},{"code":"25441","name":"Phường Minh Hưng"},{"code":"25444","name":"Phường Minh Long"},{"code":"25447","name":"Phường Minh Thành"},{"code":"25450","name":"Xã Nha Bích"},{"code":"25453","name":"Xã Minh Thắng"}]},{"code":"693","name":"Huyện Bù Đốp","children":[{"code":"25308","name":"Thị trấn Thanh Bình"},{"code":"25309","name":"Xã Hưng Phước"},{"code":"25310","name":"Xã Phước Thiện"},{"code":"25312","name":"Xã Thiện Hưng"},{"code":"25315","name":"Xã Thanh Hòa"},{"code":"25318","name":"Xã Tân Thành"},{"code":"25321","name":"Xã Tân Tiến"}]},{"code":"689","name":"Thành Phố Đồng Xoài","aliases":["Thị xã Đồng Xoài"],"children":[{"code":"25195","name":"Phường Tân Phú"},{"code":"25198","name":"Phường Tân Đồng"},{"code":"25201","name":"Phường Tân Bình"},{"code":"25204","name":"Phường Tân Xuân"},{"code":"25205","name":"Phường Tân Thiện"},{"code":"25207","name":"Xã Tân Thành"},{"code":"25210","name":"Phường Tiến Thành"},{"code":"25213","name":"Xã Tiến Hưng"}]},{"code":"690","name":"Thị xã Bình Long","children":[{"code":"25320","name":"Phường Hưng Chiến"},{"code":"25324","name":"Phường An Lộc"},{"code":"25325","name":"Phường Phú Thịnh"},{"code":"25326","name":"Phường Phú Đức"},{"code":"25333","name":"Xã Thanh Lương"},{"code":"25336","name":"Xã Thanh Phú"}]},{"code":"695","name":"Huyện Đồng Phú","children":[{"code":"25363","name":"Thị trấn Tân Phú"},{"code":"25366","name":"Xã Thuận Lợi"},{"code":"25369","name":"Xã Đồng Tâm"},{"code":"25372","name":"Xã Tân Phước"},{"code":"25375","name":"Xã Tân Hưng"},{"code":"25378","name":"Xã Tân Lợi"},{"code":"25381","name":"Xã Tân Lập"},{"code":"25384","name":"Xã Tân Hòa"},{"code":"25387","name":"Xã Thuận Phú"},{"code":"25390","name":"Xã Đồng Tiến"},{"code":"25393","name":"Xã Tân Tiến"}]},{"code":"692","name":"Huyện Lộc Ninh","children":[{"code":"25270","name":"Thị trấn Lộc Ninh"},{"code":"25273","name":"Xã Lộc Hòa"},{"code":"25276","name":"Xã Lộc An"},{"code":"25279","name":"Xã Lộc Tấn"},{"code":"25280","name":"Xã Lộc Thạnh"},{"code":"25282","name":"Xã Lộc Hiệp"},{"code":"25285","name":"Xã Lộc Thiện"},{"code":"25288","name":"Xã Lộc Thuận"},{"code":"25291","name":"Xã Lộc Quang"},{"code":"25292","name":"Xã Lộc Phú"},{"code":"25294","name":"Xã Lộc Thành"},{"code":"25297","name":"Xã Lộc Thái"},{"code":"25300","name":"Xã Lộc Điền"},{"code":"25303","name":"Xã Lộc Hưng"},{"code":"25305","name":"Xã Lộc Thịnh"},{"code":"25306","name":"Xã Lộc Khánh"}]},{"code":"698","name":"Huyện Phú Riềng","children":[{"code":"25240","name":"Xã Long Bình"},{"code":"25243","name":"Xã Bình Tân"},{"code":"25244","name":"Xã Bình Sơn"},{"code":"25246","name":"Xã Long Hưng"},{"code":"25250","name":"Xã Phước Tân"},{"code":"25252","name":"Xã Bù Nho"},{"code":"25255","name":"Xã Long Hà"},{"code":"25258","name":"Xã Long Tân"},{"code":"25261","name":"Xã Phú Trung"},{"code":"25264","name":"Xã Phú Riềng"}]}]},"look":{"words":{"form.title":"Kết quả đến {ngày}"},"cells":{"form.unit":{"font_name":"Arial","font_size":14.0,"bold":true},"board.status_bad":{"bg_color":"#00FF00"}},"widths":{"findings":{"message":69.29}}}}');
CREATE TABLE receipt (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, date TEXT NOT NULL, form_date TEXT, name TEXT NOT NULL, path TEXT NOT NULL, modified_ns INTEGER NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, received_at TEXT NOT NULL, archived TEXT NOT NULL) STRICT;
INSERT INTO "receipt" VALUES(1,1,'2023-05-22','2023-05-22','2023-05-22/Dong Xoai.xlsx','den/2023-05-22/Dong Xoai.xlsx',1684735200000000000,7430,'a26c156b2bfbbe5b20990935050be488b115969b86083f8d98d0f5233d7cce01','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/a26c156b-Dong Xoai.xlsx');
INSERT INTO "receipt" VALUES(2,1,'2023-05-22','2023-05-22','2023-05-22/Hớn Quản - PL01.xlsx','den/2023-05-22/Hớn Quản - PL01.xlsx',1684735200000000000,6924,'3d95b84bec21e66218c203c7569c6ce2823b7abd65634ca1aac76e08b852e323','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/3d95b84b-Hớn Quản - PL01.xlsx');
INSERT INTO "receipt" VALUES(3,1,'2023-05-22','2023-05-22','2023-05-22/PL01_ChonThanh.xlsx','den/2023-05-22/PL01_ChonThanh.xlsx',1684735200000000000,7894,'f02479e11bc600480af236fa770c352821685728bc527a2bc57cadd2ebd43a24','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/f02479e1-PL01_ChonThanh.xlsx');
INSERT INTO "receipt" VALUES(4,1,'2023-05-22','2023-05-22','2023-05-22/TX Phuoc Long.xlsx','den/2023-05-22/TX Phuoc Long.xlsx',1684735200000000000,6865,'c60e2482a042422109b721c75ffc649357a9b2ba0f43c5b9d7aad955bf1576b1','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/c60e2482-TX Phuoc Long.xlsx');
INSERT INTO "receipt" VALUES(5,1,'2023-05-22','2023-05-22','2023-05-22/bc loc ninh.xlsx','den/2023-05-22/bc loc ninh.xlsx',1684735200000000000,6935,'74042b135d944a4a3ce12e6e6e4930e1494a461c177614560da63f45088f1f06','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/74042b13-bc loc ninh.xlsx');
INSERT INTO "receipt" VALUES(6,1,'2023-05-22','2023-05-22','2023-05-22/binh long.xlsx','den/2023-05-22/binh long.xlsx',1684735200000000000,6853,'d3bb33310df1db8ff40cbca83bb94d35be2980fc2b72e441d1cc3ee557e3b3b3','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/d3bb3331-binh long.xlsx');
INSERT INTO "receipt" VALUES(7,1,'2023-05-22','2023-05-22','2023-05-22/bu dang.xlsx','den/2023-05-22/bu dang.xlsx',1684735200000000000,7827,'6d32672127f3b51d53210ac63fe4a45be7ba8cededd741bea5bf1ed9047d2b45','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/6d326721-bu dang.xlsx');
INSERT INTO "receipt" VALUES(8,1,'2023-05-22','2023-05-22','2023-05-22/bu gia map.xlsx','den/2023-05-22/bu gia map.xlsx',1684735200000000000,7141,'105876157ebfc1b47934c82abc23a8827eb142832e5e5b6f1248f33d97774810','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/10587615-bu gia map.xlsx');
INSERT INTO "receipt" VALUES(9,1,'2023-05-22','2023-05-22','2023-05-22/bù đốp.xlsx','den/2023-05-22/bù đốp.xlsx',1684735200000000000,6967,'2af097d70b40f86f60e3343cdbd90bdb1ad676d1596c37350341748d3b02e79e','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/2af097d7-bù đốp.xlsx');
INSERT INTO "receipt" VALUES(10,1,'2023-05-22','2023-05-22','2023-05-22/phu rieng.xlsx','den/2023-05-22/phu rieng.xlsx',1684735200000000000,6780,'fe38cc0241690fc5a44cc2c9c173191744c9164f5e361b97ffcb7bb2de128df5','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/fe38cc02-phu rieng.xlsx');
INSERT INTO "receipt" VALUES(11,1,'2023-05-22','2023-05-22','2023-05-22/Đồng Phú.xlsx','den/2023-05-22/Đồng Phú.xlsx',1684735200000000000,7136,'314b50f8414ce5e80f41290819c43dce39e4047e4994ae6fa63a74b7eface669','2023-05-22T13:00:00+07:00','da-nhan/2023-05-22/314b50f8-Đồng Phú.xlsx');
INSERT INTO "receipt" VALUES(12,2,'2023-05-23','2023-05-23','=binh long.xlsx','den/=binh long.xlsx',1684821600000000000,6861,'ce3d3346fc66e94824681e16bf2bf1c9a79a3e54fa894b6f94ab987967c62c53','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/ce3d3346-=binh long.xlsx');
INSERT INTO "receipt" VALUES(13,2,'2023-05-23','2023-05-23','bu gia map.xlsx','den/bu gia map.xlsx',1684821600000000000,7152,'c3c46635cbf78d13efaf865900137e10a02ec6f0a76e9c6c25f88b8e01b57935','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/c3c46635-bu gia map.xlsx');
INSERT INTO "receipt" VALUES(14,2,'2023-05-23','2023-05-23','2023-05-23/Dong Xoai.xlsx','den/2023-05-23/Dong Xoai.xlsx',1684821600000000000,7449,'f1a2e96fa81cf8ea18f1f3b97ff73181aff0e5d97d73d293e598769554e44b05','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/f1a2e96f-Dong Xoai.xlsx');
INSERT INTO "receipt" VALUES(15,2,'2023-05-23','2023-05-23','2023-05-23/Hớn Quản - PL01.xlsx','den/2023-05-23/Hớn Quản - PL01.xlsx',1684821600000000000,6934,'739c9f094cdb1043a493e640512dbc0151e8c99307154808a7bfd1d4c46f8ee5','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/739c9f09-Hớn Quản - PL01.xlsx');
INSERT INTO "receipt" VALUES(16,2,'2023-05-23','2023-05-23','2023-05-23/PL01_ChonThanh.xlsx','den/2023-05-23/PL01_ChonThanh.xlsx',1684821600000000000,7914,'412bd46bcda5996a080fcec76737094def8bc4daae926636e5c2eaa2a34b691e','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/412bd46b-PL01_ChonThanh.xlsx');
INSERT INTO "receipt" VALUES(17,2,'2023-05-23','2023-05-23','2023-05-23/TX Phuoc Long.xlsx','den/2023-05-23/TX Phuoc Long.xlsx',1684821600000000000,6890,'8e2ea6437fffa702f01e3ab7bb7062ca19e38ed0fb43de0ca7152c6b8e0309b2','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/8e2ea643-TX Phuoc Long.xlsx');
INSERT INTO "receipt" VALUES(18,2,'2023-05-23','2023-05-23','2023-05-23/bc loc ninh.xlsx','den/2023-05-23/bc loc ninh.xlsx',1684821600000000000,6961,'d1c3a952e9caee5ffa5987c8e8a89aca34a78c5f74b34e49c63f5d4ad2bcdc34','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/d1c3a952-bc loc ninh.xlsx');
INSERT INTO "receipt" VALUES(19,2,'2023-05-23','2023-05-23','2023-05-23/bu dang.xlsx','den/2023-05-23/bu dang.xlsx',1684821600000000000,7962,'810eee7d53f0e861fde6ea8ffce5dd7b449de869abdfeb4f789d0b3a25398766','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/810eee7d-bu dang.xlsx');
INSERT INTO "receipt" VALUES(20,2,'2023-05-23','2023-05-23','2023-05-23/bù đốp.xlsx','den/2023-05-23/bù đốp.xlsx',1684821600000000000,6976,'4bce2e08da70b7444210ae06b11e827a39cb20553a96ff6dcc0cb8bcf4abace0','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/4bce2e08-bù đốp.xlsx');
INSERT INTO "receipt" VALUES(21,2,'2023-05-23','2023-05-23','2023-05-23/Đồng Phú.xlsx','den/2023-05-23/Đồng Phú.xlsx',1684821600000000000,7148,'8b329343c739e27fccdcf8ca016ad0cdab99b73d91d5f6a8bfbd248a90287306','2023-05-23T13:00:00+07:00','da-nhan/2023-05-23/8b329343-Đồng Phú.xlsx');
CREATE TABLE run (id INTEGER PRIMARY KEY, date TEXT NOT NULL, made_at TEXT NOT NULL, program TEXT NOT NULL,
plan TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO "run" VALUES(1,'2023-05-22','2023-05-22T14:10:00+07:00','0.1.0','b3db3557735fd949a5862ee2f995fb7eea6d9df306b0c9dcc68e3c54c4809db4','0000000000000000000000000000000000000000000000000000000000000000','0a90573df5a6caca1ac3bfd0c27dd143662ca80199dc6127962b615f79e632c0');
INSERT INTO "run" VALUES(2,'2023-05-23','2023-05-23T14:10:00+07:00','0.1.0','dbec8be58c25a48e61a8b901d572a6e5e63978392273fbdc5198be5cd608d707','0a90573df5a6caca1ac3bfd0c27dd143662ca80199dc6127962b615f79e632c0','dbfc9ce31ce6d1bae302469d89bb3b2598bb34fc69edd92e32bf869e2a6fd49e');
CREATE TABLE unit_day (run INTEGER NOT NULL, place INTEGER NOT NULL, unit TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, late INTEGER NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL, sha256 TEXT, received_at TEXT, by_name INTEGER NOT NULL, carried_from TEXT) STRICT;
INSERT INTO "unit_day" VALUES(1,0,'691','Huyện Bù Gia Mập','received',0,'2023-05-22/bu gia map.xlsx','Phụ lục 01','','105876157ebfc1b47934c82abc23a8827eb142832e5e5b6f1248f33d97774810','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,1,'696','Huyện Bù Đăng','received',0,'2023-05-22/bu dang.xlsx','Sheet1','','6d32672127f3b51d53210ac63fe4a45be7ba8cededd741bea5bf1ed9047d2b45','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,2,'694','Huyện Hớn Quản','received',0,'2023-05-22/Hớn Quản - PL01.xlsx','Phụ lục 01','','3d95b84bec21e66218c203c7569c6ce2823b7abd65634ca1aac76e08b852e323','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,3,'688','Thị xã Phước Long','received',0,'2023-05-22/TX Phuoc Long.xlsx','Phụ lục 01','','c60e2482a042422109b721c75ffc649357a9b2ba0f43c5b9d7aad955bf1576b1','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,4,'697','Thị xã Chơn Thành','received',0,'2023-05-22/PL01_ChonThanh.xlsx','Phụ lục 01','','f02479e11bc600480af236fa770c352821685728bc527a2bc57cadd2ebd43a24','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,5,'693','Huyện Bù Đốp','received',0,'2023-05-22/bù đốp.xlsx','Phụ lục 01','','2af097d70b40f86f60e3343cdbd90bdb1ad676d1596c37350341748d3b02e79e','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,6,'689','Thành Phố Đồng Xoài','received',0,'2023-05-22/Dong Xoai.xlsx','Phụ lục 01','','a26c156b2bfbbe5b20990935050be488b115969b86083f8d98d0f5233d7cce01','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,7,'690','Thị xã Bình Long','received',0,'2023-05-22/binh long.xlsx','Phụ lục 01','','d3bb33310df1db8ff40cbca83bb94d35be2980fc2b72e441d1cc3ee557e3b3b3','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,8,'695','Huyện Đồng Phú','received',0,'2023-05-22/Đồng Phú.xlsx','Phụ lục 01','','314b50f8414ce5e80f41290819c43dce39e4047e4994ae6fa63a74b7eface669','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,9,'692','Huyện Lộc Ninh','received',0,'2023-05-22/bc loc ninh.xlsx','Phụ lục 01','','74042b135d944a4a3ce12e6e6e4930e1494a461c177614560da63f45088f1f06','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(1,10,'698','Huyện Phú Riềng','received',0,'2023-05-22/phu rieng.xlsx','Phụ lục 01','','fe38cc0241690fc5a44cc2c9c173191744c9164f5e361b97ffcb7bb2de128df5','2023-05-22T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,0,'691','Huyện Bù Gia Mập','received',0,'bu gia map.xlsx','Phụ lục 01','','c3c46635cbf78d13efaf865900137e10a02ec6f0a76e9c6c25f88b8e01b57935','2023-05-23T13:00:00+07:00',1,NULL);
INSERT INTO "unit_day" VALUES(2,1,'696','Huyện Bù Đăng','received',0,'2023-05-23/bu dang.xlsx','Sheet1','','810eee7d53f0e861fde6ea8ffce5dd7b449de869abdfeb4f789d0b3a25398766','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,2,'694','Huyện Hớn Quản','received',0,'2023-05-23/Hớn Quản - PL01.xlsx','Phụ lục 01','','739c9f094cdb1043a493e640512dbc0151e8c99307154808a7bfd1d4c46f8ee5','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,3,'688','Thị xã Phước Long','received',0,'2023-05-23/TX Phuoc Long.xlsx','Phụ lục 01','','8e2ea6437fffa702f01e3ab7bb7062ca19e38ed0fb43de0ca7152c6b8e0309b2','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,4,'697','Thị xã Chơn Thành','received',0,'2023-05-23/PL01_ChonThanh.xlsx','Phụ lục 01','','412bd46bcda5996a080fcec76737094def8bc4daae926636e5c2eaa2a34b691e','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,5,'693','Huyện Bù Đốp','received',0,'2023-05-23/bù đốp.xlsx','Phụ lục 01','','4bce2e08da70b7444210ae06b11e827a39cb20553a96ff6dcc0cb8bcf4abace0','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,6,'689','Thành Phố Đồng Xoài','received',0,'2023-05-23/Dong Xoai.xlsx','Phụ lục 01','','f1a2e96fa81cf8ea18f1f3b97ff73181aff0e5d97d73d293e598769554e44b05','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,7,'690','Thị xã Bình Long','refused',0,'=binh long.xlsx','Phụ lục 01','','ce3d3346fc66e94824681e16bf2bf1c9a79a3e54fa894b6f94ab987967c62c53','2023-05-23T13:00:00+07:00',0,'2023-05-22');
INSERT INTO "unit_day" VALUES(2,8,'695','Huyện Đồng Phú','received',0,'2023-05-23/Đồng Phú.xlsx','Phụ lục 01','','8b329343c739e27fccdcf8ca016ad0cdab99b73d91d5f6a8bfbd248a90287306','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,9,'692','Huyện Lộc Ninh','received',0,'2023-05-23/bc loc ninh.xlsx','Phụ lục 01','','d1c3a952e9caee5ffa5987c8e8a89aca34a78c5f74b34e49c63f5d4ad2bcdc34','2023-05-23T13:00:00+07:00',0,NULL);
INSERT INTO "unit_day" VALUES(2,10,'698','Huyện Phú Riềng','missing',0,'','','',NULL,NULL,0,'2023-05-22');
CREATE TABLE withdrawn (run INTEGER NOT NULL, date TEXT NOT NULL, unit TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
CREATE VIEW latest AS SELECT max(id) AS id, date FROM run GROUP BY date;
CREATE INDEX receipt_sha256 ON receipt (sha256);
CREATE TRIGGER run_no_update BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER plan_no_update BEFORE UPDATE ON plan BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER plan_no_delete BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER acceptance_no_update BEFORE UPDATE ON acceptance BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER acceptance_no_delete BEFORE DELETE ON acceptance BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER unit_day_no_update BEFORE UPDATE ON unit_day BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER unit_day_no_delete BEFORE DELETE ON unit_day BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER figure_no_update BEFORE UPDATE ON figure BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER figure_no_delete BEFORE DELETE ON figure BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER dispatch_no_update BEFORE UPDATE ON dispatch BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER dispatch_no_delete BEFORE DELETE ON dispatch BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER letter_no_update BEFORE UPDATE ON letter BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER letter_no_delete BEFORE DELETE ON letter BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER gathered_no_update BEFORE UPDATE ON gathered BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER gathered_no_delete BEFORE DELETE ON gathered BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER withdrawn_no_update BEFORE UPDATE ON withdrawn BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER withdrawn_no_delete BEFORE DELETE ON withdrawn BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
COMMIT;
PRAGMA user_version = 4;
